/** The pixels of a layer's picture while they are brushed: what will be seen, before the server has
 * drawn it at full resolution. */

import type { Stroke } from "../../document/types.ts";
import type { Box } from "../../geometry/affine.ts";
import { cover, spotOf, type Grid, type Part, type Spot } from "../../geometry/brush.ts";

type Brush = Pick<Stroke, "mode" | "size" | "hardness" | "opacity">;

/** The photo as it is, without cutout and strokes, for the box of the layer. */
export interface Untouched {
  readonly pixels: ImageData;
}

/** Shown where the photo itself hasn't arrived yet. */
const UNKNOWN = [107, 155, 255] as const;

export class Sheet {
  readonly canvas = document.createElement("canvas");
  readonly image: HTMLImageElement;
  readonly grid: Grid;
  readonly #context: CanvasRenderingContext2D;
  readonly #pixels: ImageData;
  /** The pixels before the stroke that is drawn now. */
  readonly #before: Uint8ClampedArray;
  readonly #cover: Uint8Array;
  #touched: Part | null = null;
  #last: Spot | null = null;

  constructor(image: HTMLImageElement, grid: Grid) {
    this.image = image;
    this.grid = grid;
    this.canvas.width = grid.width;
    this.canvas.height = grid.height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no 2d canvas");
    this.#context = context;
    context.drawImage(image, 0, 0);
    this.#pixels = context.getImageData(0, 0, grid.width, grid.height);
    this.#before = this.#pixels.data.slice();
    this.#cover = new Uint8Array(grid.width * grid.height);
  }

  /** The next point of the present stroke, in fractions of the original. */
  line(brush: Brush, point: readonly number[], untouched: Untouched | null): void {
    const spot = spotOf(this.grid.shown, brush.size, point);
    const part = cover(this.grid, this.#cover, brush.hardness, this.#last ?? spot, spot);
    this.#last = spot;
    if (!part) return;
    this.#touched = joined(this.#touched, part);
    if (brush.mode === "erase") this.#erase(part, brush.opacity);
    else this.#restore(part, brush.opacity, untouched);
    const { left, top, right, bottom } = part;
    this.#context.putImageData(this.#pixels, 0, 0, left, top, right - left, bottom - top);
  }

  /** A whole stroke. */
  stroke(stroke: Stroke, untouched: Untouched | null): void {
    for (const point of stroke.points) this.line(stroke, point, untouched);
    this.end();
  }

  /** The present stroke is done: the next one works on what it left. */
  end(): void {
    this.#each(this.#touched, (index) => {
      this.#cover[index] = 0;
      for (let at = 4 * index; at < 4 * index + 4; at += 1) this.#before[at] = this.#pixels.data[at]!;
    });
    this.#touched = this.#last = null;
  }

  /** The present stroke never was. */
  cancel(): void {
    const part = this.#touched;
    this.#each(part, (index) => {
      this.#cover[index] = 0;
      for (let at = 4 * index; at < 4 * index + 4; at += 1) this.#pixels.data[at] = this.#before[at]!;
    });
    if (part) this.#context.putImageData(this.#pixels, 0, 0, part.left, part.top, part.right - part.left, part.bottom - part.top);
    this.#touched = this.#last = null;
  }

  #erase(part: Part, opacity: number): void {
    const { data } = this.#pixels;
    this.#each(part, (index) => {
      const at = 4 * index;
      data[at + 3] = this.#before[at + 3]! * (1 - (opacity * this.#cover[index]!) / 255);
    });
  }

  #restore(part: Part, opacity: number, untouched: Untouched | null): void {
    const { data } = this.#pixels;
    const { content } = this.grid;
    this.#each(part, (index, column, row) => {
      const share = (opacity * this.#cover[index]!) / 255;
      if (!share) return;
      const at = 4 * index;
      const own = untouched ? pixelAt(untouched.pixels, content, column, row) : -1;
      if (untouched && own < 0) return;
      const [source, most] = untouched ? [untouched.pixels.data, untouched.pixels.data[own + 3]!] : [null, 160];
      const under = (this.#before[at + 3]! / 255) * (1 - share);
      const over = share * (most / 255);
      const total = under + over;
      for (let part = 0; part < 3; part += 1) {
        const colour = source ? source[own + part]! : UNKNOWN[part]!;
        data[at + part] = total ? (this.#before[at + part]! * under + colour * over) / total : colour;
      }
      data[at + 3] = 255 * total;
    });
  }

  #each(part: Part | null, work: (index: number, column: number, row: number) => void): void {
    if (!part) return;
    for (let row = part.top; row < part.bottom; row += 1) {
      for (let column = part.left; column < part.right; column += 1) work(row * this.grid.width + column, column, row);
    }
  }
}

/** Where the untouched photo has this pixel of the picture, as an index of its data; -1: outside. */
function pixelAt(photo: ImageData, content: Box, column: number, row: number): number {
  const x = Math.floor(((column + 0.5 - content.left) / content.width) * photo.width);
  const y = Math.floor(((row + 0.5 - content.top) / content.height) * photo.height);
  return x < 0 || y < 0 || x >= photo.width || y >= photo.height ? -1 : 4 * (y * photo.width + x);
}

function joined(a: Part | null, b: Part): Part {
  if (!a) return b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
