/** Filter, search, order and the open item, in step with the page's address. */

import { batch as together } from "@preact/signals";
import { complain } from "../../base/toast.ts";
import { itemsOf } from "../shared/api.ts";
import { placeOf, searchOf } from "./address.ts";
import type { View } from "./listing.ts";
import { loadOrder } from "./loading.ts";
import { active, batchId, known, opened, order, place, selection, view } from "./state.ts";

function write(push: boolean): void {
  const address = location.pathname + searchOf({ view: view.value, item: opened.value });
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

const KEPT = "batch-view";

/** The editor's way back names the item alone: the list that it was seen in is kept in this tab. */
export function keepView(): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ batch: batchId(), view: view.value }));
}

function keptView(): View | null {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (text === null) return null;
  const kept = JSON.parse(text) as { readonly batch: string; readonly view: View };
  return kept.batch === batchId() ? kept.view : null;
}

/** What the address says when the page opens, and after back and forth. */
export function begin(): void {
  take();
  const kept = opened.value === null ? null : keptView();
  if (kept && searchOf({ view: view.value, item: null }) === "") {
    view.value = kept;
    write(false);
  }
  addEventListener("popstate", () => {
    const before = view.value;
    take();
    if (JSON.stringify(before) !== JSON.stringify(view.value)) void loadOrder().catch(complain);
  });
}

function take(): void {
  const found = placeOf(location.search);
  together(() => {
    view.value = found.view;
    opened.value = found.item;
  });
  if (found.item !== null && !known.value.has(found.item)) void fetchAlone(found.item);
}

/** An item that the list hasn't brought along. */
async function fetchAlone(id: string): Promise<void> {
  try {
    const { items } = await itemsOf(batchId(), [id]);
    const [item] = items;
    if (item) known.value = new Map(known.value).set(item.id, item);
    else if (opened.value === id) close();
  } catch (error) {
    close();
    complain(error);
  }
}

/** Shows another list; its first item. */
export async function show(change: Partial<View>): Promise<string | null> {
  together(() => {
    view.value = { ...view.value, ...change };
    order.value = null;
    active.value = null;
    selection.clear();
  });
  write(false);
  await loadOrder().catch(complain);
  return order.value?.[0] ?? null;
}

/** Opens an item above the grid; the browser's back closes it again. */
export function open(id: string): void {
  const first = opened.value === null;
  together(() => {
    opened.value = id;
    active.value = id;
    place.value = Math.max(0, (order.value ?? []).indexOf(id));
  });
  write(first);
  if (!known.value.has(id)) void fetchAlone(id);
}

/** Begins with the most doubtful of those that wait for a person. */
export async function review(): Promise<void> {
  const first = await show({ state: "review", q: "", sort: "doubt" });
  if (first !== null) open(first);
}

export function close(): void {
  if (opened.value === null) return;
  opened.value = null;
  write(false);
}
