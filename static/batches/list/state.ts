/** What the list knows, and how it stays true. */

import { signal } from "@preact/signals";
import { StudioError } from "../../editor/net/errors.ts";
import { events } from "../../editor/net/events.ts";
import { thumbOf } from "../../editor/net/shelf.ts";
import { Queue } from "../../editor/net/queue.ts";
import { batches, items, type Batch, type Item } from "../shared/api.ts";
import { joined, moved } from "./rows.ts";

const PAGE = 20;
export const THUMBS = 4;
const AWAY_MS = 5000;

/** null until it is known. */
export const list = signal<readonly Batch[] | null>(null);
export const count = signal(0);
export const trouble = signal<StudioError | null>(null);
/** Addresses of small pictures by batch. */
export const thumbs = signal<ReadonlyMap<string, readonly string[]>>(new Map());
const queue = new Queue(2);

async function load(offset: number): Promise<void> {
  try {
    const page = await batches({ offset, limit: PAGE });
    list.value = offset > 0 ? joined(list.peek() ?? [], page.items) : page.items;
    count.value = page.count;
    trouble.value = null;
    for (const one of page.items) void look(one.id);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    trouble.value = error;
  }
}

export const reload = (): Promise<void> => load(0);
export const more = (): Promise<void> => load(list.peek()?.length ?? 0);

/** A few pictures of a batch; without them the list is still whole. */
async function look(id: string): Promise<void> {
  const found = await queue.run(() => items(id, { limit: THUMBS })).catch(() => null);
  if (found) thumbs.value = new Map(thumbs.peek()).set(id, found.items.flatMap((one) => pictureOf(one) ?? []));
}

const pictureOf = (one: Item): string | null => one.preview ?? (one.original ? thumbOf(one.original) : null);

export function forget(id: string): void {
  list.value = (list.peek() ?? []).filter((one) => one.id !== id);
  count.value -= 1;
}

export function put(batch: Batch): void {
  list.value = moved(list.peek() ?? [], batch) ?? list.peek();
}

/** Follows what happens; the pictures of a batch that ended are looked at again. */
export function follow(): void {
  events.on("batch", (news) => {
    const after = moved(list.peek() ?? [], news);
    if (after) list.value = after;
    else void reload();
    if (news.state === "done") void look(news.id);
  });
  events.on("ready", ({ gap }) => { if (gap) void reload(); });
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") left = Date.now();
    else if (left > 0 && Date.now() - left > AWAY_MS) void reload();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) void reload(); });
}
