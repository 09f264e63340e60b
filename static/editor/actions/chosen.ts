/** What the actions work on. */

import { doc, selection } from "../document/store.ts";
import { everyLayer } from "../document/tree.ts";
import type { Change, Layer, Patch } from "../document/types.ts";
import { seats, type Seat } from "../geometry/world.ts";
import { heads } from "./family.ts";

/** The selected layers, bottom to top, each once: not those whose group is selected too. */
export function chosen(): readonly Layer[] {
  return heads(doc.value.layers, new Set(selection.value));
}

/** Those that may be changed. */
export function free(): readonly Layer[] {
  const all = seats(doc.value.layers);
  return chosen().filter((layer) => !all.get(layer.id)?.locked);
}

export function freeSeats(): readonly Seat[] {
  const all = seats(doc.value.layers);
  return free().flatMap((layer) => all.get(layer.id) ?? []);
}

export function freeIds(): ReadonlySet<string> {
  return new Set(free().map((layer) => layer.id));
}

/** The one chosen layer, or null. */
export function only(): Layer | null {
  const [one, ...more] = chosen();
  return one && !more.length ? one : null;
}

export function layerCount(): number {
  return [...everyLayer(doc.value.layers)].length;
}

/** One field of all of them. */
export function setAll(layers: readonly Layer[], field: string, value: (layer: Layer) => unknown): Patch {
  return layers.map((layer): Change => ({ op: "set", layer: layer.id, field, value: value(layer) }));
}

/** What a layer is called where it has no name of its own. */
export function nameOf(layer: Layer): string {
  if (layer.name) return layer.name;
  if (layer.kind === "text") return layer.text?.text.trim().split("\n")[0] || "Text";
  if (layer.kind === "shape") return layer.shape?.form === "ellipse" ? "Ellipse" : "Rectangle";
  return layer.kind === "group" ? "Group" : "Picture";
}

/** "Duck", or "3 layers". */
export function named(layers: readonly Layer[]): string {
  const [one, ...more] = layers;
  return one && !more.length ? nameOf(one) : `${layers.length} layers`;
}
