/** Fetches what the page shows: the batch, the list's order, and the items near the window. */

import { batch as together, computed, effect } from "@preact/signals";
import { complain } from "../../base/toast.ts";
import { StudioError } from "../../editor/net/errors.ts";
import { batch as askBatch, itemsOf, order as askOrder, repairs as askRepairs, stale as askStale, type Batch } from "../shared/api.ts";
import { missing } from "./listing.ts";
import { batch, batchId, known, order, repairs, selection, stale, view } from "./state.ts";

const AT_ONCE = 60;
const IN_FLIGHT = 2;
/** News come in bursts: what they touch is asked for together. */
const SOON_MS = 150;
const LATER_MS = 1200;

const asked = new Set<string>();
const dirty = new Set<string>();
const timers = new Map<string, number>();
/** What each request under way asked for and mustn't tell any more: it was decided meanwhile. */
const flights = new Set<Set<string>>();
/** Items that a decision is being sent for: what the studio says of them is from before it. */
const held = new Map<string, number>();
let turn = 0;
let near: readonly [number, number] = [0, 0];

function soon(name: string, ms: number, run: () => void): void {
  if (timers.has(name)) return;
  timers.set(name, window.setTimeout(() => {
    timers.delete(name);
    run();
  }, ms));
}

/** Without a network the live connection tells; it is asked again when that is back. */
function quietly(error: unknown): void {
  if (error instanceof StudioError && error.status === 0) return;
  complain(error);
}

export async function loadBatch(): Promise<void> {
  const found = await askBatch(batchId());
  batch.value = found;
}

/** The list anew; what was selected and isn't there any more is let go. */
export async function loadOrder(): Promise<void> {
  const mine = ++turn;
  const { state, q, sort } = view.value;
  const ids = await askOrder(batchId(), { state, q, sort });
  // Another filter was chosen meanwhile.
  if (mine !== turn) return;
  together(() => {
    order.value = ids;
    const there = new Set(ids);
    const gone = selection.keys([]).filter((id) => !there.has(id));
    if (gone.length > 0) selection.drop(gone);
  });
  fill();
}

export async function loadStale(): Promise<void> {
  stale.value = await askStale(batchId());
}

/** What can be mended, now and whenever the recipe changes. */
export async function followRepairs(): Promise<void> {
  const recipe = computed(() => JSON.stringify(batch.value?.recipe));
  let last = recipe.peek();
  effect(() => {
    if (recipe.value === last) return;
    last = recipe.value;
    void loadRepairs().catch(quietly);
  });
  await loadRepairs();
}

async function loadRepairs(): Promise<void> {
  repairs.value = await askRepairs(batchId());
}

/** Everything again, as after a lost connection. */
export async function reload(): Promise<void> {
  renew(known.value.keys());
  await Promise.all([loadBatch(), loadOrder(), loadStale()]).catch(quietly);
}

/** The part of the list that has to be known; the rest waits until it comes near. */
export function want(from: number, to: number): void {
  near = [from, to];
  fill();
}

function fill(): void {
  if (flights.size >= IN_FLIGHT) return;
  const ids = order.value ?? [];
  const ahead = near[1] - near[0];
  const wished = [...[...dirty].filter((id) => !asked.has(id)), ...missing(ids, near[0], near[1], known.value, asked, AT_ONCE)];
  const next = wished.length > 0 ? wished : missing(ids, near[0] - ahead, near[1] + ahead, known.value, asked, AT_ONCE);
  if (next.length > 0) void fetchThese([...new Set(next)].slice(0, AT_ONCE));
}

async function fetchThese(ids: readonly string[]): Promise<void> {
  const overtaken = new Set<string>();
  flights.add(overtaken);
  for (const id of ids) {
    asked.add(id);
    dirty.delete(id);
  }
  try {
    const { items } = await itemsOf(batchId(), ids);
    const fresh = items.filter((one) => !overtaken.has(one.id) && !held.has(one.id));
    known.value = new Map([...known.value, ...fresh.map((one) => [one.id, one] as const)]);
    const there = new Set(items.map((one) => one.id));
    const gone = ids.filter((id) => !there.has(id));
    if (gone.length > 0) forget(gone);
  } catch (error) {
    quietly(error);
    return;
  } finally {
    flights.delete(overtaken);
    for (const id of ids) asked.delete(id);
  }
  fill();
}

/**
 * While `work` changes the items, no answer from before it is shown; afterwards they are asked
 * for anew.
 */
export async function holding<T>(ids: readonly string[], work: Promise<T>): Promise<T> {
  for (const id of ids) held.set(id, (held.get(id) ?? 0) + 1);
  try {
    return await work;
  } finally {
    for (const id of ids) {
      const more = (held.get(id) ?? 1) - 1;
      if (more > 0) held.set(id, more);
      else held.delete(id);
      for (const flight of flights) flight.add(id);
    }
    renew(ids);
  }
}

function forget(ids: readonly string[]): void {
  const gone = new Set(ids);
  order.value = (order.value ?? []).filter((id) => !gone.has(id));
}

/** Items whose checks and pictures may have changed. */
export function renew(ids: Iterable<string>): void {
  for (const id of ids) dirty.add(id);
  // A long list that nobody looks at isn't fetched again: it is asked for when it comes near.
  if (dirty.size > 3 * AT_ONCE) letGo();
  soon("items", SOON_MS, fill);
}

function letGo(): void {
  const shown = new Set((order.value ?? []).slice(near[0], near[1]));
  const rest = new Map([...known.value].filter(([id]) => shown.has(id) || !dirty.has(id)));
  for (const id of [...dirty]) if (!shown.has(id)) dirty.delete(id);
  known.value = rest;
}

export function renewOrder(): void {
  soon("order", LATER_MS, () => void loadOrder().catch(quietly));
}

export function renewBatch(): void {
  soon("batch", SOON_MS, () => void loadBatch().catch(quietly));
}

export function renewStale(): void {
  soon("stale", LATER_MS, () => void loadStale().catch(quietly));
}

/** What an answer to a request says about the batch. */
export function took(found: Batch): void {
  batch.value = found;
}
