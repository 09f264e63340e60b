/** Cursors that follow the turn of what they resize. */

import { sidesOf, type Handle } from "../../geometry/resize.ts";

const CURSORS = ["ew-resize", "nwse-resize", "ns-resize", "nesw-resize"] as const;

/** The double arrow nearest to where a handle pulls; `turn` is clockwise degrees on the screen. */
export function resizeCursor(handle: Handle, turn: number): string {
  const { x, y } = sidesOf(handle);
  const degrees = (Math.atan2(y, x) * 180) / Math.PI + turn;
  const eighth = Math.round(degrees / 45);
  return CURSORS[((eighth % 4) + 4) % 4] ?? "move";
}
