/** What a field shows for several layers: their common value, or nothing. */

import type { Change, Layer, Patch } from "../document/types.ts";
import { live } from "../ui/live.ts";

/** The value that all have; null when they differ. */
export function common<T>(layers: readonly Layer[], value: (layer: Layer) => T): T | null {
  const [first, ...rest] = layers;
  if (!first) return null;
  const shared = value(first);
  return rest.every((layer) => value(layer) === shared) ? shared : null;
}

/** Sets one field of all of them, as one undo step for a held control. */
export function setField(layers: readonly Layer[], field: string, value: (layer: Layer) => unknown, label: string, moving: boolean): void {
  const patch: Patch = layers.map((layer): Change => ({ op: "set", layer: layer.id, field, value: value(layer) }));
  live(patch, label, `${field}:${layers.map((layer) => layer.id).join()}`, moving);
}
