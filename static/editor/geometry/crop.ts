/** Cropping: the picture's scale stays, the box changes, the centre moves along. */

import type { Fractions } from "../document/types.ts";
import type { Box, Placement, Point } from "./affine.ts";
import { turned } from "./resize.ts";

/** The eight ways in which a recipe turns a source before the crop's result is shown. */
export interface Turn {
  readonly mirror: boolean;
  /** Clockwise quarter turns, after the mirror. */
  readonly quarters: 0 | 1 | 2 | 3;
}

export const UPRIGHT: Turn = { mirror: false, quarters: 0 };

/** The whole source and its crop, in the px of the layer's box: 0, 0 is the box's top left. */
export interface Cropping {
  /** Where the whole source lies. */
  readonly source: Box;
  /** The part that is kept; at the start the layer's box itself. */
  readonly kept: Box;
}

/** A box of the unit square, turned inside it. */
export function turnedBox(turn: Turn, box: Box): Box {
  let { left, top, width, height } = box;
  if (turn.mirror) left = 1 - left - width;
  for (let quarter = 0; quarter < turn.quarters; quarter += 1) {
    [left, top, width, height] = [1 - top - height, left, height, width];
  }
  return { left, top, width, height };
}

export function inverseTurn(turn: Turn): Turn {
  // A mirror that follows turns is its own undoing; pure turns turn back.
  return turn.mirror ? turn : { mirror: false, quarters: ((4 - turn.quarters) % 4) as Turn["quarters"] };
}

/** What a recipe's `flip` and `rotate` do to the source: the mirror first, as the renderer does. */
export function turnOf(recipe: Readonly<Record<string, unknown>>): Turn {
  const flip = String(recipe["flip"] ?? "");
  const quarters = (((Number(recipe["rotate"] ?? 0) / 90) % 4) + 4) % 4;
  const mirror = flip === "h" || flip === "v";
  const half = flip === "v" || flip === "hv" || flip === "vh" ? 2 : 0;
  return { mirror, quarters: ((quarters + half) % 4) as Turn["quarters"] };
}

/** The layer's present crop as boxes. `turn` is what the recipe does to the source. */
export function cropping(size: { width: number; height: number }, crop: Fractions, turn: Turn = UPRIGHT): Cropping {
  const [left, top, width, height] = crop;
  const unit = turnedBox(turn, { left, top, width, height });
  const whole = { width: size.width / unit.width, height: size.height / unit.height };
  return {
    source: { left: -unit.left * whole.width, top: -unit.top * whole.height, ...whole },
    kept: { left: 0, top: 0, width: size.width, height: size.height },
  };
}

/** The crop in source fractions that keeps `kept`; dust from rounding is cut off. */
export function fractionsOf({ source, kept }: Cropping, turn: Turn = UPRIGHT): Fractions {
  const unit = {
    left: (kept.left - source.left) / source.width,
    top: (kept.top - source.top) / source.height,
    width: kept.width / source.width,
    height: kept.height / source.height,
  };
  const box = turnedBox(inverseTurn(turn), unit);
  const left = Math.min(1, Math.max(0, round(box.left)));
  const top = Math.min(1, Math.max(0, round(box.top)));
  return [left, top, Math.min(1 - left, round(box.width)), Math.min(1 - top, round(box.height))];
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** The placement of the kept part: same scale and turn, and every pixel stays where it was. */
export function placementOf(start: Placement, kept: Box): Placement {
  const across = kept.left + kept.width / 2 - start.width / 2;
  const down = kept.top + kept.height / 2 - start.height / 2;
  const own = { x: start.flipX ? -across : across, y: start.flipY ? -down : down };
  const shift = turned(own, start.rotation ?? 0);
  return { ...start, x: start.x + shift.x, y: start.y + shift.y, width: kept.width, height: kept.height };
}

/** `kept` moved, never resized, so that it lies in the source. */
export function shiftedInside({ source, kept }: Cropping): Box {
  const left = Math.max(source.left, Math.min(kept.left, source.left + source.width - kept.width));
  const top = Math.max(source.top, Math.min(kept.top, source.top + source.height - kept.height));
  return { ...kept, left, top };
}

/** The largest box of this ratio (width / height) around the middle of `kept` that the source
 * holds; as large as `kept` where possible. */
export function withRatio({ source, kept }: Cropping, ratio: number): Box {
  const area = kept.width * kept.height;
  let width = Math.sqrt(area * ratio);
  let height = width / ratio;
  const fit = Math.min(1, source.width / width, source.height / height);
  width *= fit;
  height *= fit;
  const box = {
    left: kept.left + (kept.width - width) / 2,
    top: kept.top + (kept.height - height) / 2,
    width,
    height,
  };
  return shiftedInside({ source, kept: box });
}

/** `kept` after a side or corner was dragged to `wished` sides; stays in the source and above
 * `least`, and keeps `ratio` when there is one. `sides`: -1 left/top, 1 right/bottom, 0 neither. */
export function resizedCrop({ source, kept }: Cropping, sides: Point, step: Point, ratio: number | null, least: number): Box {
  const room = { right: source.left + source.width, bottom: source.top + source.height };
  const right = kept.left + kept.width;
  const bottom = kept.top + kept.height;
  const most = {
    width: sides.x < 0 ? right - source.left : sides.x > 0 ? room.right - kept.left : kept.width,
    height: sides.y < 0 ? bottom - source.top : sides.y > 0 ? room.bottom - kept.top : kept.height,
  };
  let width = clamp(kept.width + sides.x * step.x, least, most.width);
  let height = clamp(kept.height + sides.y * step.y, least, most.height);
  if (ratio !== null) {
    // A side handle takes the other side along, around the middle.
    if (!sides.x) width = height * ratio;
    else if (!sides.y) height = width / ratio;
    else if (width / height > ratio) height = width / ratio;
    else width = height * ratio;
    const limit = {
      width: sides.x ? most.width : source.width,
      height: sides.y ? most.height : source.height,
    };
    const fit = Math.min(1, limit.width / width, limit.height / height);
    width *= fit;
    height *= fit;
  }
  const left = sides.x < 0 ? right - width : sides.x > 0 ? kept.left : kept.left + (kept.width - width) / 2;
  const top = sides.y < 0 ? bottom - height : sides.y > 0 ? kept.top : kept.top + (kept.height - height) / 2;
  return shiftedInside({ source, kept: { left, top, width, height } });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, Math.min(low, high)), high);
}
