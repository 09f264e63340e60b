/** The box of a text layer follows its letters: the server measures, the box is put right here. */

import { commit, doc } from "../../document/store.ts";
import { find } from "../../document/tree.ts";
import type { Change, Layer } from "../../document/types.ts";
import { sendJson } from "../../net/api.ts";
import { StudioError } from "../../net/errors.ts";
import { placing } from "../../stage/edits.ts";

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly { readonly rtl: boolean }[];
}

/** Fields of the lettering that change how much room it takes. */
const SPATIAL = new Set(["text", "font", "size", "weight", "italic", "lineHeight", "spacing", "direction", "sizing"]);

export function isSpatial(field: string): boolean {
  return SPATIAL.has(field);
}

/** Least time between two questions of somebody who types or drags: the server counts them. */
const PACE_MS = 70;

/** Resolves when the next question may be asked, given when the last one was. */
export async function paced(last: number): Promise<void> {
  const rest = last + PACE_MS - performance.now();
  if (rest > 0) await new Promise((done) => setTimeout(done, rest));
}

/** null while the server can't be asked: the box stays, and letters hang over. */
export async function measured(layer: Layer): Promise<Room | null> {
  const { text, width, height } = layer;
  if (!text || text.sizing === "fixed") return null;
  try {
    return await sendJson<Room>("POST", "/api/text/measure", { text, width: Math.max(0.01, width), height: Math.max(0.01, height) });
  } catch (error) {
    if (error instanceof StudioError) return null;
    throw error;
  }
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

export function boxPatch(layer: Layer, room: Room | null): Change[] {
  return room ? placing(layer, fitted(layer, room)) : [];
}

/** Puts the layer's box right after a step that is done, as a part of it (`merge`). */
export async function settleBox(id: string, label: string, merge: string): Promise<void> {
  const layer = find(doc.value.layers, id);
  const room = layer ? await measured(layer) : null;
  const now = find(doc.value.layers, id);
  // Whoever went on meanwhile measures anew.
  if (room && now && now.text === layer?.text && now.width === layer.width) commit(boxPatch(now, room), label, merge);
}
