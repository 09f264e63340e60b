/** The same effect in fewer changes: of many values for one field only the last is kept. */

import { LIMITS } from "./schema.ts";
import type { Change, Patch } from "./types.ts";

export function compact(patch: Patch): Patch {
  const kept: Change[] = [];
  const overwritten = new Set<string>();
  for (const change of [...patch].reverse()) {
    if (change.op !== "set") {
      // What was set before a layer went, came or moved is left alone.
      overwritten.clear();
    } else {
      if (isOverwritten(change.layer, change.field, overwritten)) continue;
      // One thing more or less in a list overwrites nothing.
      if (!/\.[+-]$/.test(change.field)) overwritten.add(`${change.layer} ${change.field}`);
    }
    kept.push(change);
  }
  return kept.length === patch.length ? patch : kept.reverse();
}

/** True when the field, or an object that holds it, is set again later. */
function isOverwritten(layer: string, field: string, later: ReadonlySet<string>): boolean {
  for (let end = field.length; end > 0; end = field.lastIndexOf(".", end - 1)) {
    if (later.has(`${layer} ${field.slice(0, end)}`)) return true;
  }
  return false;
}

/** The patch in pieces of as many changes as the server takes at once. */
export function pieces(patch: Patch, most: number = LIMITS.changes): Patch[] {
  if (patch.length <= most) return [patch];
  return [patch.slice(0, most), ...pieces(patch.slice(most), most)];
}
