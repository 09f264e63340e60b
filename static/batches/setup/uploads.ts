/** Files on their way into a batch: a few at once, each with its progress, its reason and its way out. */

import { StudioError } from "../../editor/net/errors.ts";
import { Queue } from "../../editor/net/queue.ts";

const AT_ONCE = 3;

/** `part` runs from 0 to 1; at 1 the server has all bytes and looks at them. */
export interface Upload<F> {
  readonly key: number;
  readonly file: F;
  readonly state: "waiting" | "sending" | "failed";
  readonly part: number;
  readonly error: StudioError | null;
}

export type Send<F> = (file: F, progress: (part: number) => void, signal: AbortSignal) => Promise<void>;

const BROKEN_OFF = "The upload broke off.";

export class Uploads<F> {
  readonly #all = new Map<number, Upload<F>>();
  readonly #stops = new Map<number, AbortController>();
  readonly #send: Send<F>;
  readonly #changed: () => void;
  readonly #queue: Queue;
  #last = 0;
  #done = 0;

  /** `changed` is called after every step. */
  constructor(send: Send<F>, changed: () => void, queue = new Queue(AT_ONCE)) {
    this.#send = send;
    this.#changed = changed;
    this.#queue = queue;
  }

  /** What isn't there yet, in the order in which it came. */
  get all(): readonly Upload<F>[] {
    return [...this.#all.values()];
  }

  get running(): number {
    return this.#count((one) => one.state !== "failed");
  }

  get failed(): number {
    return this.#count((one) => one.state === "failed");
  }

  /** How many arrived since nothing was on its way. */
  get done(): number {
    return this.#done;
  }

  take(files: readonly F[]): void {
    if (this.running === 0) this.#done = 0;
    for (const file of files) {
      this.#last += 1;
      this.#begin(this.#last, file);
    }
    this.#changed();
  }

  retry(key: number): void {
    const one = this.#all.get(key);
    if (one?.state === "failed") this.#begin(key, one.file);
    this.#changed();
  }

  retryAll(): void {
    for (const one of this.all) if (one.state === "failed") this.#begin(one.key, one.file);
    this.#changed();
  }

  /** Takes it from the list, and stops it when it is on its way. */
  leave(key: number): void {
    this.#stops.get(key)?.abort();
    this.#all.delete(key);
    this.#stops.delete(key);
    this.#changed();
  }

  stopAll(): void {
    for (const one of this.all) if (one.state !== "failed") this.leave(one.key);
  }

  dismissAll(): void {
    for (const one of this.all) if (one.state === "failed") this.leave(one.key);
  }

  #begin(key: number, file: F): void {
    const stop = new AbortController();
    this.#stops.set(key, stop);
    this.#all.set(key, { key, file, state: "waiting", part: 0, error: null });
    void this.#run(key, file, stop.signal);
  }

  async #run(key: number, file: F, signal: AbortSignal): Promise<void> {
    try {
      await this.#queue.run(async () => {
        signal.throwIfAborted();
        this.#change(key, { state: "sending", part: 0 });
        await this.#send(file, (part) => this.#change(key, { part }), signal);
      });
      if (signal.aborted) return;
      this.#done += 1;
      this.leave(key);
    } catch (error) {
      if (signal.aborted) return;
      const told = error instanceof StudioError ? error : new StudioError("broken_off", 0, BROKEN_OFF, "Try again.");
      this.#change(key, { state: "failed", part: 0, error: told });
    }
  }

  #change(key: number, to: Partial<Upload<F>>): void {
    const one = this.#all.get(key);
    if (!one) return;
    this.#all.set(key, { ...one, ...to });
    this.#changed();
  }

  #count(which: (one: Upload<F>) => boolean): number {
    let count = 0;
    for (const one of this.#all.values()) if (which(one)) count += 1;
    return count;
  }
}
