/** The last delivery to a batch's hook, in words. */

import type { Delivery } from "./hook_api.ts";

export interface Said {
  readonly text: string;
  readonly tone: "" | "good" | "warn" | "bad";
}

const WHEN: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

export function deliveryWords(last: Delivery | null): Said {
  if (last === null) return { text: "It wasn't told anything yet.", tone: "" };
  const when = new Date(last.at).toLocaleString("en-GB", WHEN);
  const why = last.error ? `${last.error.text} ${last.error.remedy}`.trim() : "";
  switch (last.state) {
    case "done": return { text: `Told on ${when}: it answered ${last.status ?? ""}.`, tone: "good" };
    case "failed":
    case "cancelled": return { text: `Not told on ${when}. ${last.error?.text ?? ""} ${ended(last)}`, tone: "bad" };
    default: return why ? { text: `Tried ${last.attempts} ${last.attempts === 1 ? "time" : "times"}. ${why}`, tone: "warn" } : { text: "It is being told now.", tone: "" };
  }
}

/** An address that was busy to the end is as it was before: only the studio's patience is over. */
function ended({ error, attempts }: Delivery): string {
  return error === null || error.code === "busy" ? `That was the last of ${attempts} attempts.` : error.remedy;
}
