/** How a brush covers pixels, by the rule in editor/render/strokes.py, so that what is painted here is
 * what the server will draw. */

import { type Box, type Point } from "./affine.ts";
import { inverseTurn, turnedPoint, type Turn } from "./turn.ts";

/** Which part of the upright original lies in a layer's box: cut, mirrored, turned. */
export interface Shown extends Turn {
  /** Px of the upright original. */
  readonly width: number;
  readonly height: number;
  /** The part of it, in its px. */
  readonly window: Box;
}

/** The pixels of a layer's picture. `content` is the part of it that covers the layer's box. */
export interface Grid {
  readonly shown: Shown;
  readonly width: number;
  readonly height: number;
  readonly content: Box;
}

/** A point of the line in px of the original, as it is turned, from its window on; and the radius. */
export interface Spot extends Point {
  readonly radius: number;
}

/** Whole px of the picture; right and bottom lie outside. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The window's size as it is turned. */
export function turnedSize({ window, quarters }: Shown): { readonly width: number; readonly height: number } {
  return quarters % 2 ? { width: window.height, height: window.width } : window;
}

/** A pixel of the picture in px of the original. */
export function pixelOf({ shown, content }: Grid): Point {
  const size = turnedSize(shown);
  return { x: size.width / content.width, y: size.height / content.height };
}

/** A point in fractions of the layer's box as one in fractions of the original. */
export function toSource(shown: Shown, unit: Point): Point {
  const { window } = shown;
  const back = turnedPoint(inverseTurn(shown), unit);
  return {
    x: (window.left + back.x * window.width) / shown.width,
    y: (window.top + back.y * window.height) / shown.height,
  };
}

/** The other way round. */
export function fromSource(shown: Shown, point: Point): Point {
  const { window } = shown;
  return turnedPoint(shown, {
    x: (point.x * shown.width - window.left) / window.width,
    y: (point.y * shown.height - window.top) / window.height,
  });
}

/** A stroke's point, `[x, y]` or `[x, y, pressure]` in fractions of the original, on the grid. */
export function spotOf(shown: Shown, size: number, point: readonly number[]): Spot {
  const [x = 0, y = 0, pressure = 1] = point;
  const turned = turnedSize(shown);
  const unit = fromSource(shown, { x, y });
  const half = (size / 2) * Math.max(shown.width, shown.height);
  return { x: unit.x * turned.width, y: unit.y * turned.height, radius: half * Math.max(0, Math.min(1, pressure)) };
}

/** The pixels that a segment can reach inside the picture; null for none. */
export function reachOf(grid: Grid, from: Spot, to: Spot): Part | null {
  const pixel = pixelOf(grid);
  const reach = Math.max(from.radius, to.radius) + Math.sqrt(pixel.x * pixel.y);
  const { left, top } = grid.content;
  const part = {
    left: Math.max(0, Math.floor((Math.min(from.x, to.x) - reach) / pixel.x + left)),
    top: Math.max(0, Math.floor((Math.min(from.y, to.y) - reach) / pixel.y + top)),
    right: Math.min(grid.width, Math.ceil((Math.max(from.x, to.x) + reach) / pixel.x + left)),
    bottom: Math.min(grid.height, Math.ceil((Math.max(from.y, to.y) + reach) / pixel.y + top)),
  };
  return part.left < part.right && part.top < part.bottom ? part : null;
}

/** Raises `cover` (0 to 255, one byte for each of the grid's pixels) to what the segment covers. */
export function cover(grid: Grid, into: Uint8Array, hardness: number, from: Spot, to: Spot): Part | null {
  const part = reachOf(grid, from, to);
  if (!part) return null;
  const pixel = pixelOf(grid);
  const edge = Math.sqrt(pixel.x * pixel.y);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  for (let row = part.top; row < part.bottom; row += 1) {
    const y = (row + 0.5 - grid.content.top) * pixel.y - from.y;
    for (let column: number = part.left; column < part.right; column += 1) {
      const index = row * grid.width + column;
      // Most of a disc lies where the last one lay.
      if (into[index] === 255) continue;
      const x = (column + 0.5 - grid.content.left) * pixel.x - from.x;
      const t = length ? Math.max(0, Math.min(1, (x * dx + y * dy) / length)) : 0;
      const radius = length ? from.radius + t * (to.radius - from.radius) : Math.max(from.radius, to.radius);
      const across = x - t * dx;
      const down = y - t * dy;
      const distance = Math.sqrt(across * across + down * down);
      const value = 255 * coverage(distance, radius, hardness, edge);
      if (value > into[index]!) into[index] = Math.round(value);
    }
  }
  return part;
}

/** How much of a pixel is covered whose centre lies `distance` from the line; `edge` is its side. */
export function coverage(distance: number, radius: number, hardness: number, edge: number): number {
  const outer = radius + edge / 2;
  if (distance >= outer) return 0;
  const inner = Math.min(hardness * radius, radius - edge / 2);
  const c = Math.min(1, (outer - distance) / (outer - inner));
  return c * c * (3 - 2 * c) * Math.min(1, (2 * radius) / edge);
}

/** The points that keep every other one within `tolerance` of the line through them (px of the
 * original; pressure counts by the radius it makes). Douglas and Peucker's way. */
export function simplified(shown: Shown, size: number, points: readonly (readonly number[])[], tolerance: number): (readonly number[])[] {
  const spots = points.map((point) => spotOf(shown, size, point));
  const kept = new Set([0, points.length - 1]);
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [first, last] = part;
    let worst = 0;
    let away = tolerance;
    for (let index = first + 1; index < last; index += 1) {
      const off = offLine(spots[index]!, spots[first]!, spots[last]!);
      if (off > away) [worst, away] = [index, off];
    }
    if (!worst) continue;
    kept.add(worst);
    open.push([first, worst], [worst, last]);
  }
  return [...kept].sort((a, b) => a - b).map((index) => points[index]!);
}

function offLine(spot: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length)) : 0;
  const away = Math.hypot(spot.x - from.x - t * dx, spot.y - from.y - t * dy);
  return Math.max(away, Math.abs(spot.radius - from.radius - t * (to.radius - from.radius)));
}
