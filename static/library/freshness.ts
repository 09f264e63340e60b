/** What changed elsewhere while this page wasn't looked at: other tabs, the editor, other people. */

import type { Shelf } from "./shelf.ts";

/** A glance at another tab changes nothing here. */
const AWAY_MS = 5000;

export function keepFresh(shelf: Shelf): void {
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") left = Date.now();
    else if (left > 0 && Date.now() - left > AWAY_MS) void shelf.refresh();
  });
  // Back from the page that was opened here: the browser has kept this one as it was.
  addEventListener("pageshow", (event) => {
    if (event.persisted) void shelf.refresh();
  });
}
