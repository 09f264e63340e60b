/** Has the wished file made, and follows it until it is there. The last wish wins. */

import { signal } from "@preact/signals";
import { pause } from "../net/queue.ts";
import { StudioError } from "../net/errors.ts";
import type { Made, Progress } from "./types.ts";

export type Wish = Readonly<Record<string, unknown>>;
export type Answer = { readonly made: Made } | { readonly progress: Progress };

export type State =
  | { readonly kind: "making"; readonly progress: Progress | null }
  | { readonly kind: "made" }
  | { readonly kind: "failed"; readonly error: StudioError };

/** What the maker needs of the world; tests have one of their own. */
export interface World {
  /** Every edit is saved. */
  flushed(): Promise<void>;
  /** The file, or how far it is after `wait` seconds. */
  ask(wish: Wish, wait: number, signal: AbortSignal): Promise<Answer>;
  sleep(seconds: number): Promise<void>;
}

/** So long nothing is asked while a control still moves. */
const STILL_S = 0.3;
/** The first answer comes soon, so that progress is shown; later ones may take their time. */
const FIRST_WAIT_S = 0.6;
const WAIT_S = 2;

export class Maker {
  /** The last file that was there. While the next one is made it is shown on. */
  readonly made = signal<Made | null>(null);
  readonly state = signal<State>({ kind: "making", progress: null });
  readonly #world: World;
  #current: AbortController | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  /** Forgets what was wished before. */
  want(wish: Wish, patient = true): void {
    this.stop();
    const control = new AbortController();
    this.#current = control;
    this.state.value = { kind: "making", progress: null };
    void this.#follow(wish, control.signal, patient).catch((error: unknown) => {
      if (control.signal.aborted) return;
      this.state.value = { kind: "failed", error: refusal(error) };
    });
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }

  async #follow(wish: Wish, signal: AbortSignal, patient: boolean): Promise<void> {
    if (patient) await this.#world.sleep(STILL_S);
    if (signal.aborted) return;
    await this.#world.flushed();
    for (let wait = FIRST_WAIT_S; !signal.aborted; wait = WAIT_S) {
      const answer = await this.#asked(wish, wait, signal);
      if (signal.aborted) return;
      if ("made" in answer) {
        this.made.value = answer.made;
        this.state.value = { kind: "made" };
        return;
      }
      this.state.value = { kind: "making", progress: answer.progress };
    }
  }

  /** A busy studio is asked again. */
  async #asked(wish: Wish, wait: number, signal: AbortSignal): Promise<Answer> {
    for (let tried = 0; ; tried += 1) {
      try {
        return await this.#world.ask(wish, wait, signal);
      } catch (error) {
        const seconds = signal.aborted ? null : pause(error, tried);
        if (seconds === null) throw error;
        await this.#world.sleep(seconds);
        if (signal.aborted) throw error;
      }
    }
  }
}

function refusal(error: unknown): StudioError {
  if (error instanceof StudioError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new StudioError("broken", 0, `The file could not be made: ${text}`, "Try again.");
}
