/** The photos of the batch: brought from here, from the library, from a folder of the server. */

import { computed, effect, signal } from "@preact/signals";
import { say } from "../../base/toast.ts";
import { sendFile } from "../../editor/net/api.ts";
import { StudioError } from "../../editor/net/errors.ts";
import { events } from "../../editor/net/events.ts";
import { announce } from "../../editor/ui/announce.ts";
import * as api from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import { isZip, sorted } from "./files.ts";
import { ensure } from "./saving.ts";
import { facts, held } from "./state.ts";
import { Uploads } from "./uploads.ts";

const PAGE = 100;
const MOST_AT_ONCE = 500;
const POLL_MS = 2500;
const REDRAW_MS = 60;
const REFRESH_MS = 700;

interface Added {
  readonly items: readonly api.Item[];
  readonly batch: api.Batch;
}

/** Those that were loaded so far, in their order. */
export const items = signal<readonly api.Item[]>([]);
export const total = computed(() => held.value?.counts.total ?? 0);
/** Those of all that can be read. */
export const usable = computed(() => total.value - (held.value?.counts.unreadable ?? 0));
/** Grows whenever something about uploads is new. */
export const tick = signal(0);
/** Folders and ZIP files that the server is taking in. */
export const intakes = signal(0);

/** CSV files that wait until all photos are here. */
export const tables = signal<readonly File[]>([]);

let redraw = 0;
export const uploads = new Uploads<File>(send, () => {
  redraw ||= window.setTimeout(() => {
    redraw = 0;
    tick.value += 1;
  }, REDRAW_MS);
});

/** Several photos are sent at once, and a small one overtakes: each keeps the place in which it came. */
const places = new WeakMap<File, number>();
let last = 0;

function place(photos: readonly File[]): void {
  const counts = held.peek()?.counts;
  last = Math.max(last, (counts?.total ?? 0) + (counts?.dropped ?? 0));
  for (const photo of photos) places.set(photo, (last += 1));
}

export const arriving = computed(() => {
  void tick.value;
  const coming = uploads.running + intakes.value;
  return coming + (coming + total.value > 0 ? tables.value.length : 0);
});

function accept(found: readonly api.Item[]): void {
  const fresh = new Map(found.map((one) => [one.id, one]));
  const known = items.peek().map((one) => fresh.get(one.id) ?? one);
  const there = new Set(known.map((one) => one.id));
  const all = [...known, ...found.filter((one) => !there.has(one.id))].filter((one) => one.state !== "dropped");
  items.value = all.sort((a, b) => a.position - b.position);
}

/** Never back to older numbers of another answer. */
function counts(batch: api.Batch): void {
  const now = held.peek();
  if (now && batch.counts.total + batch.counts.dropped >= now.counts.total + now.counts.dropped) {
    held.value = { ...now, counts: batch.counts, state: batch.state };
  }
}

async function send(file: File, progress: (part: number) => void, signal: AbortSignal): Promise<void> {
  const { id } = await ensure();
  const { status, body } = await sendFile<Added | api.Job>(api.photosUrl(id, places.get(file)), file, progress, signal);
  if (status === 202) {
    await ended((body as api.Job).id, signal);
    return;
  }
  const added = body as Added;
  accept(added.items);
  counts(added.batch);
}

/** Takes files in; tells of those that it leaves out. */
export function take(files: readonly File[]): void {
  if (files.length === 0) return;
  const room = facts.peek().most - total.peek() - uploads.running;
  const { taken, tables: given, others, over } = sorted(files, Math.max(0, room));
  const most = facts.peek().most.toLocaleString("en");
  if (over > 0) say(`A batch holds at most ${most} photos: ${counted(over, "photo")} had no room.`, "Put them into another batch.", true);
  if (others.length > 0) {
    const [first] = others;
    const named = others.length === 1 ? `“${first}” is` : `${others.length} files, “${first}” among them, are`;
    say(`${named} no photo and no ZIP file.`, "JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF and BMP are taken, and CSV files with SKUs.", true);
  }
  if (given.length > 0 && taken.length + total.peek() + arriving.peek() === 0) say("The table waits for its photos.", "Bring them now.");
  place(taken.filter((one) => !isZip(one.name)));
  uploads.take(taken);
  tables.value = [...tables.peek(), ...given];
}

export async function addHeld(originals: readonly string[]): Promise<void> {
  const { id } = await ensure();
  const added = await api.addHeld(id, originals);
  accept(added.items);
  counts(added.batch);
  announce(`${counted(added.items.length, "photo")} added`);
}

export async function addFolder(name: string): Promise<void> {
  const { id } = await ensure();
  const job = await api.addFolder(id, name);
  intakes.value += 1;
  try {
    await ended(job.id, new AbortController().signal);
  } finally {
    intakes.value -= 1;
  }
}

/** Waits for a job; what it failed with is thrown. Events tell soon, questions tell surely. */
async function ended(id: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const job = await api.job(id);
    if (job.state === "failed") throw new StudioError(job.error?.code ?? "failed", 400, job.error?.text ?? "It couldn't be taken in.", job.error?.remedy ?? "");
    if (job.state === "done" || job.state === "cancelled") break;
    await news(id);
  }
  await refresh();
}

function news(id: string): Promise<void> {
  return new Promise((done) => {
    const timer = window.setTimeout(finish, POLL_MS);
    const stop = events.on("job", (job) => { if (job.id === id) finish(); });
    function finish(): void {
      clearTimeout(timer);
      stop();
      done();
    }
  });
}

export async function remove(item: api.Item): Promise<void> {
  const { id } = await ensure();
  const batch = await api.drop(id, [item.id]);
  items.value = items.peek().filter((one) => one.id !== item.id);
  counts(batch);
  announce(`${item.name} is out of the batch`);
}

let loading = false;

/** The next page of photos. */
export async function more(): Promise<void> {
  const there = held.peek();
  if (!there || loading) return;
  loading = true;
  try {
    const last = items.peek().length;
    const page = await api.items(there.id, { offset: last, limit: PAGE });
    accept(page.items);
    // Photos that were left out take places in the list, too.
    if (items.peek().length === last) await renew();
  } finally {
    loading = false;
  }
}

/** Those that are loaded, as they are now. */
export async function renew(): Promise<void> {
  const there = held.peek();
  if (there) accept((await api.items(there.id, { offset: 0, limit: MOST_AT_ONCE })).items);
}

/** The numbers anew, and photos that came by another way. */
export async function refresh(): Promise<void> {
  const there = held.peek();
  if (!there) return;
  const now = await api.batch(there.id);
  held.value = { ...(held.peek() ?? now), counts: now.counts, state: now.state };
  if (items.peek().length < Math.min(PAGE, now.counts.total)) await more();
}

/** Follows what happens to the batch elsewhere: a ZIP file that is unpacked, another window. */
export function follow(): void {
  let timer = 0;
  const soon = (): void => {
    timer ||= window.setTimeout(() => {
      timer = 0;
      void refresh().catch(() => undefined);
    }, REFRESH_MS);
  };
  events.on("batch.item", (one) => {
    if (one.batch === held.peek()?.id && !items.peek().some((known) => known.id === one.id)) soon();
  });
  events.on("ready", soon);
  let before = false;
  effect(() => {
    const busy = arriving.value > 0;
    if (before && !busy && uploads.failed === 0) announce(`${counted(total.peek(), "photo")} in the batch`);
    before = busy;
    window.onbeforeunload = busy ? (event) => event.preventDefault() : null;
  });
}
