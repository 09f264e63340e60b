/** Sizes that people need, by what they are for; px. */

export interface CanvasSize {
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

export interface Purpose {
  readonly title: string;
  readonly sizes: readonly CanvasSize[];
}

const size = (title: string, width: number, height: number): CanvasSize => ({ title, width, height });

export const PURPOSES: readonly Purpose[] = [
  { title: "Social", sizes: [size("Square post", 1080, 1080), size("Portrait post 4:5", 1080, 1350), size("Story 9:16", 1080, 1920), size("Landscape 16:9", 1920, 1080)] },
  { title: "Products", sizes: [size("Product, square", 2000, 2000), size("Product 4:5", 1600, 2000)] },
  { title: "Stickers", sizes: [size("Sticker 512", 512, 512), size("Sticker 320", 320, 320), size("Pack icon", 96, 96)] },
  { title: "Photos and print", sizes: [size("Photo 3:2", 3000, 2000), size("Photo 4:3", 2400, 1800), size("A4, 300 dpi", 2480, 3508), size("A6 card, 300 dpi", 1240, 1748)] },
  { title: "Web", sizes: [size("Banner", 1500, 500), size("Link preview", 1200, 630)] },
];

export function sizeName(width: number, height: number): string {
  const all = PURPOSES.flatMap((purpose) => purpose.sizes);
  return all.find((one) => one.width === width && one.height === height)?.title ?? "";
}
