/** The list of batches as data: which come next, and what events change in it. */

import type { Batch, Progress } from "../shared/api.ts";

/** The list with newer numbers of one batch; null when it isn't in the list. */
export function moved(list: readonly Batch[], news: Progress): readonly Batch[] | null {
  if (!list.some((one) => one.id === news.id)) return null;
  return list.map((one) => (one.id === news.id ? { ...one, ...news } : one));
}

/** Two pages of the list as one, each batch once; what was loaded later counts. */
export function joined(before: readonly Batch[], after: readonly Batch[]): readonly Batch[] {
  const fresh = new Map(after.map((one) => [one.id, one]));
  const kept = before.map((one) => fresh.get(one.id) ?? one);
  const there = new Set(kept.map((one) => one.id));
  return [...kept, ...after.filter((one) => !there.has(one.id))];
}

/** Where a batch leads: to its recipe until it has begun. */
export const pageOf = (one: Batch): string => (one.state === "draft" ? `/batches/${one.id}/recipe` : `/batches/${one.id}`);
