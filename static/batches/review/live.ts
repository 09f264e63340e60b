/** The page follows what happens: events as they come, everything again after a loss. */

import { batch as together } from "@preact/signals";
import { announce } from "../../editor/ui/announce.ts";
import { events } from "../../editor/net/events.ts";
import type { ItemNews, Progress } from "../shared/api.ts";
import { inWords } from "../shared/words.ts";
import { heard } from "./listing.ts";
import { reload, renew, renewBatch, renewOrder, renewStale } from "./loading.ts";
import { batch, batchId, known, order, view } from "./state.ts";
import { milestone } from "./words.ts";

/** A batch that stands still sends nothing: its estimate is asked for so often. */
const PATIENCE_MS = 5000;

let last = 0;

export function follow(): void {
  let first = true;
  events.on("ready", () => {
    // What the page has loaded may be from before the stream began.
    if (!first) void reload();
    else renewBatch();
    first = false;
  });
  events.on("batch", (news) => {
    if (news.id === batchId()) moved(news);
  });
  events.on("batch.item", (news) => {
    if (news.batch === batchId()) changed(news);
  });
  events.on("document.changed", ({ id, revision }) => edited(id, revision));
  events.connect();
  setInterval(() => {
    const quiet = performance.now() - last >= PATIENCE_MS;
    if (batch.value?.state !== "running" || document.hidden || !quiet) return;
    if (events.state.value === "open") renewBatch();
    else void reload();
  }, PATIENCE_MS);
}

function moved(news: Progress): void {
  const before = batch.value;
  if (!before) return;
  last = performance.now();
  batch.value = { ...before, ...news };
  if (before.state !== news.state) {
    renewStale();
    if (news.state === "done") announce(`The batch is done: ${inWords(news.counts)}`);
    else announce(`The batch is ${news.state}`);
    return;
  }
  const words = milestone(before.counts, news.counts);
  if (words) announce(words);
}

/** News of one item from the stream; its checks are asked for. */
function changed(news: ItemNews): void {
  apply(news);
  if (known.value.has(news.id)) renew([news.id]);
}

/** Puts an item's new state into the list and onto its card. */
export function apply(news: ItemNews): void {
  const listed = order.value;
  const after = heard(listed ?? [], known.value, news, view.value);
  together(() => {
    if (listed) order.value = after.order;
    known.value = after.known;
  });
  if (after.stale && listed) renewOrder();
}

/** The document of an item was changed: its files follow once it rests. */
function edited(document: string, revision: number): void {
  for (const item of known.value.values()) {
    if (item.document === document && revision > 1 && !item.behind) renew([item.id]);
  }
}
