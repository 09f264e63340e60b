/** The box that letters take, from the room that the server measured. */

import type { Layer } from "../../document/types.ts";

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly { readonly rtl: boolean }[];
}

/** The box around the letters: the side where lines begin stays where it is. */
export function fitted(layer: Layer, room: Room): Pick<Layer, "x" | "y" | "width" | "height"> {
  const text = layer.text!;
  const least = Math.ceil(text.size / 4);
  const width = text.sizing === "auto" ? Math.max(least, Math.ceil(room.width)) : layer.width;
  const height = Math.max(1, Math.ceil(room.height - 0.01));
  const dx = ((width - layer.width) / 2) * across(layer, room) * (layer.flipX ? -1 : 1);
  const down = { top: 1, middle: 0, bottom: -1 }[text.valign];
  const dy = ((height - layer.height) / 2) * down * (layer.flipY ? -1 : 1);
  const turn = (layer.rotation * Math.PI) / 180;
  const x = layer.x + Math.cos(turn) * dx - Math.sin(turn) * dy;
  const y = layer.y + Math.sin(turn) * dx + Math.cos(turn) * dy;
  if (layer.rotation % 180) return { x, y, width, height };
  return { x: onPixels(x, width), y: onPixels(y, height), width, height };
}

/** The centre from which an upright side begins on a whole px: there letters are sharpest. */
export function onPixels(centre: number, side: number): number {
  return Math.round(centre - side / 2) + side / 2;
}

/** Where the box grows to: 1 to the right, -1 to the left, 0 to both sides. */
function across(layer: Layer, room: Room): number {
  const { align } = layer.text!;
  if (align === "center") return 0;
  if (align === "right") return -1;
  return align !== "left" && room.lines[0]?.rtl ? -1 : 1;
}
