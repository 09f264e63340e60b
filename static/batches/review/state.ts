/** What the page shows. Loading and deciding write it, the parts of the page read it. */

import { computed, signal } from "@preact/signals";
import { Selection } from "../../library/selection.ts";
import type { Batch, Item, Repairs } from "../shared/api.ts";
import type { Known, View } from "./listing.ts";

export const batch = signal<Batch | null>(null);
export const view = signal<View>({ state: "", q: "", sort: "position" });
/** The ids of the list, all of them; null while the first answer is on its way. */
export const order = signal<readonly string[] | null>(null);
/** The items that were asked for so far. */
export const known = signal<Known>(new Map());
/** The open item's id, and its place in the list when it was last in it. */
export const opened = signal<string | null>(null);
export const place = signal(0);
/** The item that the keyboard stands on in the grid. */
export const active = signal<string | null>(null);
/** How many items a re-run would make anew. */
export const stale = signal(0);
/** What can be mended by the recipe as it is now. */
export const repairs = signal<Repairs>({});
/** What is being asked of the studio right now, in words; empty: nothing. */
export const working = signal("");
/** What was decided last, for the line that offers to undo it. */
export const lastDone = signal("");

const chosen = signal(0);
export const selection = new Selection(() => {
  chosen.value += 1;
});
/** How many are selected; reading it follows every change of the selection. */
export const selected = computed(() => {
  void chosen.value;
  return selection.size;
});

export const shownItem = computed<Item | null>(() => {
  const id = opened.value;
  return id === null ? null : (known.value.get(id) ?? null);
});

export function batchId(): string {
  return batch.value?.id ?? "";
}

/** The selected ids, or else the one that the keyboard stands on. */
export function concerned(): readonly string[] {
  if (selected.value > 0) return selection.keys(order.value ?? []);
  return active.value === null ? [] : [active.value];
}
