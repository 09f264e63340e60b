/** The layers as the panel lists them: top to bottom, those of open groups below their group. */

import { computed, signal } from "@preact/signals";
import { doc } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { dragging } from "../tools/select/state.ts";
import type { Row } from "./landing.ts";

export const closedGroups = signal<ReadonlySet<string>>(new Set());

function listed(layers: readonly Layer[], closed: ReadonlySet<string>, parent = "", level = 1, dimmed = false): Row[] {
  return [...layers].reverse().flatMap((layer, index) => {
    const row = { layer, level, parent, position: index + 1, siblings: layers.length, dimmed: dimmed || layer.hidden };
    const inside = closed.has(layer.id) ? [] : listed(layer.layers, closed, layer.id, level + 1, row.dimmed);
    return [row, ...inside];
  });
}

let before: ReadonlyMap<string, Row> = new Map();

/** The same row as before where nothing of it changed, so that it isn't drawn again. */
function kept(row: Row): Row {
  const old = before.get(row.layer.id);
  const same = old && (Object.keys(row) as (keyof Row)[]).every((key) => old[key] === row[key]);
  return same ? old : row;
}

let last: readonly Row[] = [];

export const rows = computed<readonly Row[]>(() => {
  // Nothing that a drag on the stage changes is told in a row.
  if (dragging.value) return last;
  const all = listed(doc.value.layers, closedGroups.value).map(kept);
  before = new Map(all.map((row) => [row.layer.id, row]));
  last = all;
  return all;
});

export function setClosed(group: string, closed: boolean): void {
  const next = new Set(closedGroups.value);
  if (closed) next.add(group);
  else next.delete(group);
  closedGroups.value = next;
}
