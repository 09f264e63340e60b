/** How far the phone's sheet is drawn up: where a drag lets it rest. */

import type { Detent } from "../state/shell.ts";

export const DETENTS: readonly Detent[] = ["peek", "half", "full"];
/** CSS px per ms above which a flick counts more than the place. */
const FLICK = 0.5;

export type Heights = Readonly<Record<Detent, number>>;

/** The rest for a sheet let go at `height` with `speed` (px per ms, upwards positive). */
export function restOf(height: number, speed: number, heights: Heights): Detent {
  const above = DETENTS.find((one) => heights[one] >= height) ?? "full";
  const below = [...DETENTS].reverse().find((one) => heights[one] <= height) ?? "peek";
  if (speed > FLICK) return above;
  if (speed < -FLICK) return below;
  return heights[above] - height < height - heights[below] ? above : below;
}

export function step(now: Detent, by: number): Detent {
  const index = Math.min(DETENTS.length - 1, Math.max(0, DETENTS.indexOf(now) + by));
  return DETENTS[index] ?? now;
}
