/** What the actions work on. */

import { doc, selection } from "../document/store.ts";
import { everyLayer } from "../document/tree.ts";
import type { Change, Layer, Patch } from "../document/types.ts";
import type { Seat } from "../geometry/world.ts";
import { chosen as chosenSeats, seating } from "../stage/places.ts";
import { nameOf } from "../stage/words.ts";
import { heads } from "./family.ts";

export { nameOf };

/** The selected layers, bottom to top, each once: not those whose group is selected too. */
export function chosen(): readonly Layer[] {
  return heads(doc.value.layers, new Set(selection.value));
}

/** Those that may be changed. */
export function freeSeats(): readonly Seat[] {
  return chosenSeats.value.filter((seat) => !seat.locked);
}

export function free(): readonly Layer[] {
  return chosen().filter((layer) => !seating.value.get(layer.id)?.locked);
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

/** "Duck", or "3 layers". */
export function named(layers: readonly Layer[]): string {
  const [one, ...more] = layers;
  return one && !more.length ? nameOf(one) : `${layers.length} layers`;
}
