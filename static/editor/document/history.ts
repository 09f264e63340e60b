/** What can be undone and redone in this window: a bounded list of steps. */

import { aside } from "./aside.ts";
import { compact } from "./compact.ts";
import type { Entry } from "./replica.ts";
import type { Patch } from "./types.ts";

export const MOST_STEPS = 500;
const JOIN_MS = 1000;

/** Edits that are undone together. */
export interface Step {
  readonly label: string;
  readonly entries: readonly Entry[];
  /** The layers that were selected before them. */
  readonly selection: readonly string[];
}

export class History {
  #past: readonly Step[] = [];
  #future: readonly Step[] = [];
  #joining = { key: "", until: 0 };

  get past(): readonly Step[] {
    return this.#past;
  }

  get future(): readonly Step[] {
    return this.#future;
  }

  clear(): void {
    this.#past = [];
    this.#future = [];
    this.#joining = { key: "", until: 0 };
  }

  /** The last step when an edit with this key still belongs to it. */
  joined(key: string, now: number): Step | null {
    const joins = key !== "" && key === this.#joining.key && now < this.#joining.until;
    return joins ? (this.#past.at(-1) ?? null) : null;
  }

  /** A new step, or more of the last one; there is nothing to redo any more. */
  did(step: Step, key: string, now: number, joins: Step | null, joinMs = JOIN_MS): void {
    const before = joins ? this.#past.slice(0, -1) : this.#past;
    const whole = joins ? { ...joins, entries: [...new Set([...joins.entries, ...step.entries])] } : step;
    this.#past = [...before, whole].slice(-MOST_STEPS);
    this.#future = [];
    this.#joining = { key, until: now + joinMs };
  }

  /** Takes the newest step that can be undone, or redone, off its list. */
  take(from: "past" | "future"): Step | null {
    this.#joining = { key: "", until: 0 };
    const steps = from === "past" ? this.#past : this.#future;
    if (from === "past") this.#past = steps.slice(0, -1);
    else this.#future = steps.slice(0, -1);
    return steps.at(-1) ?? null;
  }

  /** The counterpart of a step that was taken. */
  put(to: "past" | "future", step: Step): void {
    if (to === "past") this.#past = [...this.#past, step].slice(-MOST_STEPS);
    else this.#future = [...this.#future, step];
  }

  /** Steps of which nothing is left, because their edits were given up, go. */
  forgetEmpty(): void {
    const isLeft = (step: Step): boolean => step.entries.some((entry) => entry.inverse.length > 0);
    this.#past = this.#past.filter(isLeft);
    this.#future = this.#future.filter(isLeft);
  }

  /** Others saved a patch on top of what is saved here: undo leaves that alone. */
  theirs(patch: Patch): void {
    for (const step of [...this.#past, ...this.#future]) {
      for (const entry of step.entries) if (entry.saved) entry.inverse = aside(entry.inverse, patch);
    }
  }
}

/** The patch that takes a step back. */
export function inverse(step: Step): Patch {
  return compact([...step.entries].reverse().flatMap((entry) => entry.inverse));
}
