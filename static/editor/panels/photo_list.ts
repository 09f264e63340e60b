/** What the photos panel shows: the photos that match, as many as were scrolled to. */

import { batch, effect, signal } from "@preact/signals";
import type { Original } from "../net/api.ts";
import { StudioError } from "../net/errors.ts";
import { events } from "../net/events.ts";
import { photos } from "../net/shelf.ts";
import { arrived } from "../net/uploads.ts";

const TYPING_MS = 200;

export const query = signal("");
export const found = signal<readonly Original[] | null>(null);
export const count = signal(0);
export const trouble = signal<StudioError | null>(null);

let running: AbortController | null = null;

async function load(offset: number): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  try {
    const page = await photos(query.peek(), offset, own.signal);
    const before = offset ? (found.peek() ?? []) : [];
    const known = new Set(before.map((photo) => photo.id));
    batch(() => {
      found.value = [...before, ...page.items.filter((photo) => !known.has(photo.id))];
      count.value = page.count;
      trouble.value = null;
    });
  } catch (error) {
    if (error instanceof StudioError) trouble.value = error;
    else if (!own.signal.aborted) throw error;
  } finally {
    if (running === own) running = null;
  }
}

export function reload(): void {
  void load(0);
}

/** The next page, unless all are there or one is on its way. */
export function more(): void {
  const have = found.value?.length ?? 0;
  if (!running && have < count.value) void load(have);
}

/** Keeps the list in step with what is typed and what arrives; the answer ends it. */
export function follow(): () => void {
  let timer = 0;
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(reload, TYPING_MS);
  };
  let first = true;
  const stops = [
    effect(() => {
      void query.value;
      void arrived.value;
      if (first) reload();
      else soon();
      first = false;
    }),
    events.on("original.created", soon),
    events.on("original.deleted", soon),
  ];
  return () => {
    clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}
