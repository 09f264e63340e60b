/** One text while it is written: what is typed is shown at once and is one undo step. */

import { batch, signal } from "@preact/signals";
import { LETTERING, wholeLayer, writtenLayer } from "../../document/defaults.ts";
import { commit, doc, gesture, selected, selection, type Gesture } from "../../document/store.ts";
import { find } from "../../document/tree.ts";
import type { Layer, Lettering, Patch } from "../../document/types.ts";
import type { Point } from "../../geometry/affine.ts";
import { newId } from "../../actions/clipboard.ts";
import { tool } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import { readColour } from "../../ui/colour.ts";
import { fitted, onPixels } from "./fit.ts";
import { measured, paced, settleBox } from "./room.ts";

/** The layer that is being written. `fresh`: it isn't in the document yet. */
export const editing = signal<{ readonly id: string; readonly fresh: boolean } | null>(null);
/** What the lines take in height, canvas px; 0 while nobody knows. */
export const linesHeight = signal(0);

/** Of the canvas's shorter side. */
const FIRST_SIZE = 0.09;

let stretch: Gesture | null = null;
/** The layer as it was before this stretch, and as it is now. */
let before: Layer | null = null;
let now: Layer | null = null;
let measuring = false;
let stale = false;
/** When the server was asked last. */
let asking = 0;

/** The one selected text layer that can be written in, or null. */
export function candidate(): Layer | null {
  const [only, ...more] = selected.value;
  return only && !more.length && only.text && !only.locked ? only : null;
}

/** Opens an existing text. */
export function begin(id: string): void {
  finish();
  batch(() => {
    selection.value = [id];
    editing.value = { id, fresh: false };
    linesHeight.value = 0;
  });
  const layer = find(doc.value.layers, id);
  if (layer) void measured(layer).then((room) => (linesHeight.value = room?.height ?? 0));
}

/** Opens a new text whose first line begins at a point of the canvas, or stands around it. */
export function place(at: Point, centred: boolean): void {
  // A look that was chosen before the first letter goes along.
  const style = editing.value?.fresh ? now?.text : null;
  finish();
  const { width, height } = doc.value.canvas;
  const first = Math.max(8, Math.round(Math.min(width, height) * FIRST_SIZE));
  const look: Lettering = style ?? { ...LETTERING, size: first, color: readable() };
  const align = centred ? "center" : look.align === "center" ? "start" : look.align;
  const text: Lettering = { ...look, text: "", align };
  const { size } = text;
  const box = { width: Math.ceil(size / 4), height: Math.ceil(size * text.lineHeight) };
  const x = onPixels(at.x + (centred ? 0 : box.width / 2), box.width);
  const layer = wholeLayer({ id: newId(), kind: "text", text, x, y: onPixels(at.y, box.height), ...box });
  stretch = gesture("Add text", mergeOf(layer.id));
  now = layer;
  batch(() => {
    show();
    selection.value = [layer.id];
    editing.value = { id: layer.id, fresh: true };
    linesHeight.value = 0;
  });
}

/** Black, or white on a dark canvas. */
function readable(): string {
  const ground = readColour(doc.value.canvas.background);
  if (!ground || ground.alpha < 0.5) return LETTERING.color;
  return 0.3 * ground.red + 0.59 * ground.green + 0.11 * ground.blue < 110 ? "#ffffff" : LETTERING.color;
}

export function isEmpty(): boolean {
  const id = editing.value?.id ?? "";
  const layer = now ?? find(doc.value.layers, id);
  return !layer?.text?.text.trim();
}

/** What the field holds now. */
export function write(text: string): void {
  change({ text });
}

/** Changes the look of a text that isn't in the document yet; false when there is none. */
export function restyled(fields: Partial<Lettering>): boolean {
  if (!editing.value?.fresh || !stretch) return false;
  change(fields);
  return true;
}

function change(fields: Partial<Lettering>): void {
  const open = editing.value;
  if (!open) return;
  if (!now) {
    now = before = find(doc.value.layers, open.id);
    if (!now) return;
    stretch = gesture("Edit text", mergeOf(open.id));
  }
  now = { ...now, text: { ...now.text!, ...fields } };
  void follow();
}

/** Measures the newest text, and shows text and box together. */
async function follow(): Promise<void> {
  stale = true;
  if (measuring) return;
  measuring = true;
  while (stale && now) {
    await paced(asking);
    if (!now) break;
    asking = performance.now();
    stale = false;
    const asked: Layer = now;
    const room = await measured(asked);
    if (room && now?.id === asked.id) {
      now = { ...now, ...fitted(now, room) };
      linesHeight.value = room.height;
    }
    // What was typed meanwhile is shown as well, in the box of what was measured.
    show();
  }
  measuring = false;
}

function show(): void {
  if (stretch && now) stretch.update(patch(now));
}

function patch(layer: Layer): Patch {
  if (!before) return [{ op: "add", layer: writtenLayer(layer), parent: "", below: topmost(layer.id) }];
  const sets = (["x", "y", "width", "height"] as const).map((field) => ({ field, value: layer[field], was: before![field] }));
  const letters = Object.entries(layer.text!).map(([field, value]) => ({
    field: `text.${field}`, value, was: (before!.text as unknown as Record<string, unknown>)[field],
  }));
  return [...sets, ...letters]
    .filter(({ value, was }) => value !== was)
    .map(({ field, value }) => ({ op: "set", layer: layer.id, field, value }));
}

/** The canvas's top layer but this one; "" when there is no other. */
function topmost(but: string): string {
  return doc.peek().layers.filter((one) => one.id !== but).at(-1)?.id ?? "";
}

/** Ends a stretch of typing: it becomes one undo step. The text stays open. */
export function pause(): void {
  const layer = now;
  const open = editing.value;
  if (!layer || !stretch || !open) return;
  if (!layer.text!.text.trim()) return;
  show();
  stretch.done();
  forget();
  if (open.fresh) editing.value = { id: layer.id, fresh: false };
  // The last letters may not have been measured yet.
  if (measuring) void settleBox(layer.id, "Edit text", mergeOf(layer.id));
}

/** Closes the text. An empty one goes. */
export function finish(): void {
  const open = editing.value;
  if (!open) return;
  const empty = isEmpty();
  batch(() => {
    if (!empty) pause();
    else {
      stretch?.cancel();
      if (open.fresh) selection.value = selection.value.filter((id) => id !== open.id);
      else if (find(doc.value.layers, open.id)) {
        commit([{ op: "remove", layer: open.id }], "Delete text");
        announce("The empty text was removed");
      }
    }
    forget();
    editing.value = null;
  });
}

/** Back to the tool that chooses and moves. */
export function close(): void {
  finish();
  tool.value = "select";
}

function forget(): void {
  stretch = before = now = null;
  stale = false;
}

function mergeOf(id: string): string {
  return `text:${id}`;
}

