/** Earlier states of the document: saved changes grouped into versions, and the way back to one. */

import { compact } from "./compact.ts";
import type { Save, Version as SavedChange } from "./server.ts";
import type { Patch } from "./types.ts";

/** Saves that one window made without a longer pause. */
export interface Version {
  /** The document's revision after them. */
  readonly revision: number;
  /** When the last one was made. */
  readonly at: Date;
  /** True when this window made them. */
  readonly own: boolean;
  readonly changes: number;
}

const PAUSE_MS = 5 * 60 * 1000;

const windowOf = (client: string): string => client.split("/", 1)[0] ?? "";

/** The saves, oldest first as the server tells it, as versions, newest first. The last one is what
 * was there before. */
export function versionsOf(history: readonly Save[], tab: string): Version[] {
  const groups: Save[][] = [];
  for (const one of history) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const near = last && Date.parse(one.created) - Date.parse(last.created) < PAUSE_MS;
    if (group && near && windowOf(last.client) === windowOf(one.client)) group.push(one);
    else groups.push([one]);
  }
  const [first] = history;
  const before = first ? [{ revision: first.revision - 1, at: new Date(first.created), own: false, changes: 0 }] : [];
  return [...before, ...groups.map((group) => version(group, tab))].reverse();
}

function version(group: readonly Save[], tab: string): Version {
  const last = group.at(-1) as Save;
  const own = windowOf(last.client) === tab;
  return { revision: last.revision, at: new Date(last.created), own, changes: group.length };
}

/** What leads from the newest of `history` back to `revision`. */
export function backTo(history: readonly SavedChange[], revision: number): Patch {
  const later = history.filter((one) => one.revision > revision).reverse();
  return compact(later.flatMap((one) => one.inverse));
}
