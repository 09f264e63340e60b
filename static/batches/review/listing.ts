/** Which items a list shows, and what news of items do to it: pure values. */

import type { Item, ItemNews, ItemState } from "../shared/api.ts";

export type Filter = ItemState | "";
export type Sort = "position" | "doubt" | "name";

export interface View {
  /** Empty: every item. `waiting` holds those that run, too. */
  readonly state: Filter;
  readonly q: string;
  readonly sort: Sort;
}

export type Known = ReadonlyMap<string, Item>;

/** Whether an item in this state is part of the list. */
export function shows(view: View, state: ItemState): boolean {
  if (view.state === "waiting") return state === "waiting" || state === "running";
  return view.state === "" || view.state === state;
}

export interface Heard {
  readonly order: readonly string[];
  readonly known: Known;
  /** The list may hold more, or in another order: only the server knows. */
  readonly stale: boolean;
}

/** The list after news of one item. What the news don't carry (checks, reasons) stays as it was. */
export function heard(order: readonly string[], known: Known, news: ItemNews, view: View): Heard {
  const before = known.get(news.id);
  const after = before ? new Map(known).set(news.id, { ...before, ...news }) : known;
  if (!shows(view, news.state)) {
    const rest = order.includes(news.id) ? order.filter((id) => id !== news.id) : order;
    return { order: rest, known: after, stale: false };
  }
  const moved = view.sort === "doubt" && before !== undefined && before.doubt !== news.doubt;
  // With a search, an item that isn't listed may be one that isn't meant.
  return { order, known: after, stale: moved || !order.includes(news.id) };
}

/** The items of a part of the list that aren't known yet, those in its middle first. */
export function missing(order: readonly string[], from: number, to: number, known: Known, asked: ReadonlySet<string>, most: number): string[] {
  const middle = (from + to) / 2;
  return order
    .slice(Math.max(0, from), to)
    .map((id, at) => ({ id, far: Math.abs(at + Math.max(0, from) - middle) }))
    .filter(({ id }) => !known.has(id) && !asked.has(id))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ id }) => id);
}

/** The neighbour of an item; null at the ends. One that has left the list counts as `at`. */
export function beside(order: readonly string[], id: string, step: 1 | -1, at = 0): string | null {
  const index = order.indexOf(id);
  const to = index >= 0 ? index + step : step > 0 ? at : at - 1;
  return order[to] ?? null;
}

/** The first of `wanted` that comes after an item in the list; from its start when none does. */
export function following(order: readonly string[], id: string, wanted: readonly string[]): string | null {
  const places = new Map(order.map((one, index) => [one, index]));
  const here = places.get(id) ?? -1;
  const others = wanted.filter((one) => one !== id);
  return others.find((one) => (places.get(one) ?? -1) > here) ?? others[0] ?? null;
}

const AFTER_ACCEPT: readonly ItemState[] = ["passed", "review"];
const AFTER_DROP: readonly ItemState[] = ["passed", "review", "failed", "waiting"];

export const mayAccept = (item: Pick<Item, "state" | "accepted">): boolean =>
  AFTER_ACCEPT.includes(item.state) && !item.accepted;
export const mayDrop = (item: Pick<Item, "state">): boolean => AFTER_DROP.includes(item.state);
export const mayReopen = (item: Pick<Item, "state" | "accepted">): boolean =>
  item.state === "dropped" || (item.state === "passed" && item.accepted);
/** A photo that couldn't be taken in can only be brought again. */
export const mayRetry = (item: Pick<Item, "state" | "original">): boolean =>
  item.original !== null && item.state !== "waiting" && item.state !== "running";
export const mayEdit = (item: Pick<Item, "state" | "original">): boolean =>
  item.original !== null && item.state !== "dropped";
