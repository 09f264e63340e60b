/** What the sharing parts say about things. */

import { everyLayer } from "../document/tree.ts";
import type { Layer } from "../document/types.ts";

/** "Looks around", the name of the one selected layer, or how many there are. */
export function layersText(layers: readonly Layer[], ids: readonly string[]): string {
  const names = [...everyLayer(layers)].filter((one) => ids.includes(one.id)).map((one) => one.name || one.kind);
  if (names.length === 0) return "Looks around";
  return names.length === 1 ? `At “${names[0]!}”` : `At ${names.length} layers`;
}

const HOUR_MS = 3_600_000;

/** "Ends in 3 days", "Ends in 5 hours", "Never ends". */
export function endText(expires: string | null, now: number): string {
  if (expires === null) return "Never ends";
  const left = Date.parse(expires) - now;
  if (left <= 0) return "Ended";
  const hours = Math.max(1, Math.round(left / HOUR_MS));
  if (hours < 24) return `Ends in ${hours} ${hours === 1 ? "hour" : "hours"}`;
  const days = Math.round(hours / 24);
  return `Ends in ${days} ${days === 1 ? "day" : "days"}`;
}

/** The moment in the reader's own way of writing. */
export function madeText(created: string): string {
  return new Date(created).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
