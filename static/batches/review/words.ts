/** Items and their checks in words. */

import type { Counts, Item, ItemState, Result, Verdict } from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import type { Filter } from "./listing.ts";

export const SAID: Readonly<Record<ItemState, string>> = {
  waiting: "waiting",
  running: "being made",
  passed: "passed",
  review: "to review",
  failed: "failed",
  dropped: "dropped",
};

/** Which of the three tones a state has; empty for none. */
export const TONES: Readonly<Record<ItemState, "good" | "warn" | "bad" | "">> = {
  waiting: "", running: "", passed: "good", review: "warn", failed: "bad", dropped: "",
};

export function saidOf(item: Pick<Item, "state" | "accepted">): string {
  return item.state === "passed" && item.accepted ? "accepted" : SAID[item.state];
}

export interface Tab {
  readonly filter: Filter;
  readonly label: string;
  readonly count: number;
}

/** The filters with their counts; `Dropped` only when something was. */
export function tabs(counts: Counts, shown: Filter): Tab[] {
  const every: Tab[] = [
    { filter: "", label: "All", count: counts.total + counts.dropped },
    { filter: "passed", label: "Passed", count: counts.passed },
    { filter: "review", label: "To review", count: counts.review },
    { filter: "failed", label: "Failed", count: counts.failed },
    { filter: "waiting", label: "Waiting", count: counts.waiting + counts.running },
    { filter: "dropped", label: "Dropped", count: counts.dropped },
  ];
  return every.filter((one) => one.filter !== "dropped" || one.count > 0 || shown === "dropped");
}

export const VERDICTS: Readonly<Record<Verdict, string>> = { pass: "pass", warn: "warn", fail: "fail" };
const ORDER: readonly Verdict[] = ["fail", "warn", "pass"];

export interface Summed {
  readonly verdict: Verdict;
  readonly text: string;
}

/** A card's checks in few words: one target by its checks, two by their names, more by numbers; what
 *  all say is said once. */
export function summed(results: readonly Result[]): Summed[] {
  const [only, second, ...more] = results;
  if (!only) return [];
  if (!second) return [{ verdict: only.verdict, text: spoken(only) }];
  if (results.every((one) => one.verdict === only.verdict)) return [{ verdict: only.verdict, text: `${all(results)}: ${VERDICTS[only.verdict]}` }];
  if (more.length === 0) return results.map((one) => ({ verdict: one.verdict, text: `${short(one.title)}: ${VERDICTS[one.verdict]}` }));
  const found = ORDER.map((verdict) => ({ verdict, count: results.filter((one) => one.verdict === verdict).length }));
  return found.filter(({ count }) => count > 0).map(({ verdict, count }) => ({ verdict, text: `${count} ${VERDICTS[verdict]}` }));
}

function all(results: readonly Result[]): string {
  return results.length > 2 ? `All ${results.length}` : results.map((one) => short(one.title)).join(", ");
}

/** `Amazon: pass`, `eBay: 2 warn`. */
function spoken(result: Result): string {
  const same = result.checks.filter((one) => one.verdict === result.verdict).length;
  const many = result.verdict === "pass" || same < 2 ? "" : `${same} `;
  return `${short(result.title)}: ${many}${VERDICTS[result.verdict]}`;
}

/** A target's title without what is said beside it: `Amazon main image` is Amazon here. */
export function short(title: string): string {
  const [first = title] = title.split(/ (?=main|item|product|listing|image)/i);
  return first;
}

/** What a list without items says; `coming`: so many are still to be made, and may get into it. */
export function noneIs(filter: Filter, coming: number): string {
  if (filter === "") return "There are no photos here.";
  const made = filter === "review" || filter === "passed" || filter === "failed";
  if (made && coming > 0) return `No photo is ${SAID[filter]} yet: ${counted(coming, "is", "are")} still to be made.`;
  return filter === "review" ? "Nothing is left to review." : `No photo is ${SAID[filter]}.`;
}

/** Why an item needs a person, or what became of it; a doubtful item that passed still says why. */
export function why(item: Pick<Item, "state" | "accepted" | "error" | "reason" | "reasons" | "results" | "behind">): string {
  if (item.behind) return "Edited: it is made anew in a moment";
  if (item.error) return item.error.text;
  if (item.reason) return capital(item.reason);
  if (item.state === "waiting" || item.state === "running") return "";
  const [first] = item.reasons;
  if (first) return capital(first.text);
  const warned = item.results.flatMap((one) => one.checks).find((one) => one.verdict === "warn");
  return warned ? `${warned.title}: ${warned.value}` : "";
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `240 KB`, as the checks count: by thousands. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} bytes`;
  return count < 1_000_000 ? `${Math.round(count / 1000)} KB` : `${(count / 1_000_000).toFixed(2)} MB`;
}

/** What screen readers hear of progress: every tenth part, and the end. */
export function milestone(before: Counts, after: Counts): string {
  if (after.total === 0 || after.done <= before.done) return "";
  const step = Math.max(1, Math.ceil(after.total / 10));
  if (Math.floor(before.done / step) === Math.floor(after.done / step)) return "";
  return `${after.done.toLocaleString("en")} of ${counted(after.total, "photo")} done`;
}
