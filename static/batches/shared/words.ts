/** Batches in words and numbers, as every page says them. */

import type { BatchState, Counts, ItemState, Progress } from "./api.ts";

/** `1 photo`, `2,000 photos`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** A time in its two largest units: `1 min 10 s`, `2 h 5 min`. */
export function lasting(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Rounded as far as an estimate is worth: to 5 s below two minutes, to 10 s below ten, to minutes above. */
export function estimated(seconds: number): string {
  const grain = seconds < 120 ? 5 : seconds < 600 ? 10 : 60;
  return lasting(Math.max(grain, Math.ceil(seconds / grain) * grain));
}

/** `about 1 min 10 s left · 68 per minute`; empty while neither is known. */
export function paced({ seconds_left, per_minute }: Pick<Progress, "seconds_left" | "per_minute">): string {
  const left = seconds_left === null ? "" : `about ${estimated(seconds_left)} left`;
  const pace = per_minute === null ? "" : `${per_minute < 10 ? per_minute.toFixed(1) : Math.round(per_minute)} per minute`;
  return [left, pace].filter(Boolean).join(" · ");
}

export const STATES: Readonly<Record<BatchState, string>> = {
  draft: "Not started",
  running: "Running",
  paused: "Paused",
  done: "Done",
  cancelled: "Cancelled",
};

/** In the order in which bars and filters show them. */
export const PARTS: readonly ItemState[] = ["passed", "review", "failed", "running", "waiting"];

const SAID: Readonly<Record<ItemState, string>> = {
  passed: "passed",
  review: "to review",
  failed: "failed",
  running: "running",
  waiting: "waiting",
  dropped: "left out",
};

/** `112 passed, 7 to review, 81 waiting`; states without items are left out. */
export function inWords(counts: Counts): string {
  const said = PARTS.filter((part) => counts[part] > 0).map((part) => `${counts[part].toLocaleString("en")} ${SAID[part]}`);
  return said.join(", ") || "no photos";
}
