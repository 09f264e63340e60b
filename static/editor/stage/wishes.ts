/** What a layer's picture depends on: two wishes with equal text give the same picture. */

import { writtenLayer } from "../document/defaults.ts";
import type { Layer } from "../document/types.ts";

export interface Wish {
  /** The layer's JSON as it is sent. */
  readonly body: string;
  /** The same without its size: what differs in size alone can wait while it is stretched. */
  readonly look: string;
  readonly scale: number;
}

/** Fields that place, mix and name a layer; its own pixels know nothing of them. */
const OUTSIDE: ReadonlySet<string> = new Set([
  "x", "y", "rotation", "flipX", "flipY", "opacity", "blend", "hidden", "locked", "name",
]);

const known = new WeakMap<Layer, { readonly body: string; readonly look: string }>();

/** `before` is the layer as it was: one that was only moved needn't be written again. */
export function wishOf(layer: Layer, scale: number, before?: Layer): Wish {
  let made = known.get(layer);
  if (!made && before && looksAlike(before, layer)) {
    made = known.get(before);
    if (made) known.set(layer, made);
  }
  if (!made) {
    const written: Record<string, unknown> = { ...writtenLayer(layer) };
    for (const field of OUTSIDE) delete written[field];
    const { id: _id, width: _width, height: _height, ...look } = written;
    made = { body: JSON.stringify(written), look: JSON.stringify(look) };
    known.set(layer, made);
  }
  return { ...made, scale };
}

function looksAlike(a: Layer, b: Layer): boolean {
  return (Object.keys(b) as (keyof Layer)[]).every((field) => a[field] === b[field] || OUTSIDE.has(field));
}

export function same(a: Wish | null, b: Wish | null): boolean {
  return a === b || (a !== null && b !== null && a.scale === b.scale && a.body === b.body);
}

/** The photo as it was before it was cut out and changed, in the same box. */
export function originalLook(layer: Layer): Layer {
  const kept = ["rotate", "flip", "trim", "gravity", "zoom", "face-zoom", "fit", "g"];
  const recipe = Object.fromEntries(
    Object.entries(layer.recipe).filter(([name]) => kept.some((one) => name === one || name.startsWith(`${one}.`))),
  );
  return { ...layer, recipe, effects: [], strokes: [], clip: "none" };
}

/** Layers that have a picture of their own. A plain group is drawn by what it holds. */
export function* pictured(layers: readonly Layer[]): Generator<Layer> {
  for (const layer of layers) {
    if (layer.hidden) continue;
    if (isNested(layer)) yield* pictured(layer.layers);
    else yield layer;
  }
}

/** True for groups that the browser composes by itself. */
export function isNested(layer: Layer): boolean {
  return layer.kind === "group" && layer.effects.length === 0 && Object.keys(layer.recipe).length === 0;
}
