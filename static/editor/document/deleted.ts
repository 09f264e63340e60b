/** Layers that others deleted while they were changed here: what brings them back. */

import type { AddChange, Change, Doc, Layer, Patch } from "./types.ts";
import { find, placeOf } from "./tree.ts";
import { writtenLayer } from "./defaults.ts";

const REMEMBERED = 50;

export class Deleted {
  readonly #layers = new Map<string, { readonly layer: Layer; readonly back: AddChange }>();
  #conflicts: Change[] = [];

  clear(): void {
    this.#layers.clear();
    this.#conflicts = [];
  }

  dismiss(): void {
    this.#conflicts = [];
  }

  get conflicts(): readonly Change[] {
    return this.#conflicts;
  }

  /** True when the patch speaks of a layer that others deleted. */
  any(patch: Patch): boolean {
    return patch.some((change) => this.#layers.has(idOf(change)));
  }

  layer(id: string): Layer | null {
    return this.#layers.get(id)?.layer ?? null;
  }

  /** Others saved `patch`; `before` is what was shown until then. */
  note(patch: Patch, before: Doc): void {
    for (const change of patch) {
      if (change.op === "add") this.#layers.delete(change.layer.id ?? "");
      if (change.op !== "remove") continue;
      const layer = find(before.layers, change.layer);
      if (!layer) continue;
      const place = placeOf(before.layers, change.layer) ?? {};
      const back = { op: "add" as const, layer: writtenLayer(layer), ...place };
      this.#layers.set(change.layer, { layer, back });
    }
    for (const id of [...this.#layers.keys()].slice(0, -REMEMBERED)) this.#layers.delete(id);
  }

  /** Own changes that can't be done. */
  conflict(left: Patch): void {
    this.#conflicts.push(...left);
  }

  /** The patch that brings back what the conflicts speak of; `history` (newest first) is asked for
   * what was deleted before this window looked. */
  restored(history: readonly Patch[]): { label: string; patch: Patch } {
    const ids = [...new Set(this.#conflicts.map(idOf))];
    const patch = ids.flatMap((id) => this.#layers.get(id)?.back ?? addIn(history, id) ?? []);
    this.#conflicts = [];
    const name = patch.length === 1 ? (patch[0]?.layer.name ?? "") : "the layers";
    return { label: `Bring back ${name || "the layer"}`, patch };
  }

  /** True when the history need not be asked. */
  knows(): boolean {
    return this.#conflicts.every((change) => this.#layers.has(idOf(change)));
  }
}

function addIn(inverses: readonly Patch[], id: string): AddChange | null {
  for (const change of inverses.flat()) {
    if (change.op === "add" && change.layer.id === id) return change;
  }
  return null;
}

function idOf(change: Change): string {
  return change.op === "add" ? (change.parent ?? "") : change.layer;
}

/** The name of the layer that the first conflict speaks of; "" when there is none. */
export function conflicted(deleted: Deleted): string {
  const [first] = deleted.conflicts;
  if (!first) return "";
  const layer = deleted.layer(idOf(first));
  return layer?.name || layer?.kind || "a layer";
}
