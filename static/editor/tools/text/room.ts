/** The box of a text layer follows its letters: the server measures, the box is put right here. */

import { commit, doc } from "../../document/store.ts";
import { find } from "../../document/tree.ts";
import type { Change, Layer } from "../../document/types.ts";
import { sendJson } from "../../net/api.ts";
import { StudioError } from "../../net/errors.ts";
import { placing } from "../../stage/edits.ts";
import { fitted, type Room } from "./fit.ts";

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
