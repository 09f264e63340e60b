/** The build hands drawings over as text. */
declare module "*.svg" {
  const drawing: string;
  export default drawing;
}
