/** Work that waits its turn: at most `places` run at once, what is busy is tried again. */

import { StudioError } from "./errors.ts";

export const MAX_TRIES = 6;
export type Sleep = (seconds: number) => Promise<void>;

const sleep: Sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Seconds to wait before try number `tried + 1`, or null when trying again can't help. */
export function pause(error: unknown, tried: number): number | null {
  if (!(error instanceof StudioError) || tried >= MAX_TRIES) return null;
  // A full workspace is 429 as well, but it names no time: waiting won't empty it.
  const passes = error.status === 0 || error.status === 503 || (error.status === 429 && error.retryAfter !== null);
  return passes ? (error.retryAfter ?? Math.min(8, 0.5 * 2 ** tried)) : null;
}

export class Queue {
  #running = 0;
  readonly #waiting: Array<() => void> = [];
  readonly #places: number;
  readonly #sleep: Sleep;

  constructor(places: number, wait: Sleep = sleep) {
    this.#places = places;
    this.#sleep = wait;
  }

  /** How many wait for a place. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Runs `work` when a place is free; again after a pause when the studio is busy or away. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#places) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running += 1;
    try {
      return await this.#persist(work);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 0; ; tried += 1) {
      try {
        return await work();
      } catch (error) {
        const seconds = pause(error, tried);
        if (seconds === null) throw error;
        await this.#sleep(seconds);
      }
    }
  }
}
