/** A lucide drawing in the text's colour, hidden from screen readers. */
export function Glyph({ drawing }: { drawing: string }) {
  return <span class="glyph" aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawing }} />;
}
