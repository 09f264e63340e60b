/** What the sharing parts say about things. */

import { doc } from "../document/store.ts";
import { everyLayer } from "../document/tree.ts";

/** "Looks around", the name of the one selected layer, or how many there are. */
export function layersText(ids: readonly string[]): string {
  const names = [...everyLayer(doc.value.layers)].filter((one) => ids.includes(one.id)).map((one) => one.name || one.kind);
  if (names.length === 0) return "Looks around";
  return names.length === 1 ? `At “${names[0]!}”` : `At ${names.length} layers`;
}

const DAY_MS = 24 * 3600 * 1000;

/** "Ends in 3 days", with the day in the reader's own way of writing. */
export function endText(expires: string | null, now: number): string {
  if (expires === null) return "Never ends";
  const left = Date.parse(expires) - now;
  if (left <= 0) return "Ended";
  if (left < DAY_MS) {
    const hours = Math.max(1, Math.round(left / 3_600_000));
    return `Ends in ${hours} ${hours === 1 ? "hour" : "hours"}`;
  }
  const days = Math.round(left / DAY_MS);
  return `Ends in ${days} ${days === 1 ? "day" : "days"}`;
}

/** The moment in the reader's own way of writing. */
export function madeText(created: string): string {
  return new Date(created).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
