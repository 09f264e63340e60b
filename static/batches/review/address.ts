/** What the page's address says: filter, search, order, and the open item. */

import type { Filter, Sort, View } from "./listing.ts";

const FILTERS: readonly Filter[] = ["", "waiting", "running", "passed", "review", "failed", "dropped"];
const SORTS: readonly Sort[] = ["position", "doubt", "name"];
const LONGEST = 255;

export interface Place {
  readonly view: View;
  readonly item: string | null;
}

/** Unknown words count as nothing said. */
export function placeOf(search: string): Place {
  const said = new URLSearchParams(search);
  const state = FILTERS.find((one) => one === said.get("state")) ?? "";
  const sort = SORTS.find((one) => one === said.get("sort")) ?? "position";
  const item = said.get("item") ?? "";
  return {
    view: { state: state === "running" ? "waiting" : state, q: (said.get("q") ?? "").slice(0, LONGEST), sort },
    item: /^[0-9a-f-]{36}$/i.test(item) ? item.toLowerCase() : null,
  };
}

/** The shortest address that says it: empty, or beginning with `?`. */
export function searchOf({ view, item }: Place): string {
  const said = new URLSearchParams();
  if (view.state) said.set("state", view.state);
  if (view.q) said.set("q", view.q);
  if (view.sort !== "position") said.set("sort", view.sort);
  if (item) said.set("item", item);
  const text = said.toString();
  return text ? `?${text}` : "";
}
