/** Brings own edits to the server and everybody's to this copy: one save at a time, in order.
 *
 * Every save has a key, so that it counts once even when its answer is lost and it is sent again.
 * What others save is told by events; the revision numbers say when one is missing, and then it is
 * fetched. A server that can't be reached is asked again, ever more slowly; a refusal is kept.
 */

import { StudioError } from "../net/errors.ts";
import { compact } from "./compact.ts";
import type { Entry, Replica, Saved } from "./replica.ts";
import type { Answer, Server } from "./server.ts";
import type { Patch } from "./types.ts";

export const TOGETHER_MS = 300;
const LONGEST_WAIT_MS = 30_000;
/** So many internal errors in a row are taken for a refusal: one edit must not hold up all others. */
const ENOUGH_ERRORS = 4;

export interface Clock {
  /** Calls `run` once, `ms` later; the result calls it off. */
  after(ms: number, run: () => void): () => void;
}

export interface Hooks {
  /** The copy or the state of saving has changed. */
  changed(): void;
  /** Somebody else's change came below the own edits. */
  theirs(patch: Patch): void;
  /** Own changes that can't be, because others deleted their layer. */
  conflicts(left: Patch): void;
  /** Resolves once the own edits would survive a crash. */
  kept(): Promise<void>;
}

/** What hinders saving: nothing, no answer, or a no to everything (signed out, deleted...). */
export type Hindrance = { readonly kind: "none" | "away" | "blocked"; readonly error: StudioError | null };

const NONE: Hindrance = { kind: "none", error: null };

export class Sync {
  readonly #replica: Replica;
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #hooks: Hooks;
  readonly #tab: string;
  #number = 0;
  #busy = false;
  #tries = 0;
  #planned: (() => void) | null = null;
  #catching: Promise<void> | null = null;
  #again = false;
  #behind = false;
  /** Sends a save that waits for its crash copy. */
  #hurry: () => void = () => {};
  #hindrance: Hindrance = NONE;
  #waiting: Array<{ done: () => void; failed: (error: unknown) => void }> = [];

  /** `tab` is this window's own name, never used before. */
  constructor(replica: Replica, server: Server, clock: Clock, hooks: Hooks, tab: string) {
    this.#replica = replica;
    this.#server = server;
    this.#clock = clock;
    this.#hooks = hooks;
    this.#tab = tab;
  }

  get hindrance(): Hindrance {
    return this.#hindrance;
  }

  /** A save is under way whose answer isn't known. */
  get busy(): boolean {
    return this.#busy;
  }

  /** There is something to save: soon, together with what follows at once. */
  touched(): void {
    if (!this.#busy && !this.#planned) this.#plan(TOGETHER_MS);
  }

  /** Saves now, without waiting for the crash copy when the page is about to go (`leaving`). */
  flush(leaving = false): void {
    if (leaving) this.#hurry();
    void this.#pump(leaving);
  }

  /** Resolves once everything up to now is saved; rejects with what hinders it. */
  async flushed(): Promise<void> {
    if (this.#replica.entries.length === 0) return;
    const saved = new Promise<void>((done, failed) => this.#waiting.push({ done, failed }));
    this.flush();
    await saved;
  }

  /** What hindered saving may be over: tries at once. */
  wake(): void {
    if (this.#hindrance.kind === "none") return;
    this.#tries = 0;
    this.#hindrance = NONE;
    this.#behind = true;
    this.flush();
  }

  /** The page is looked at again, or hears again: what happened meanwhile? */
  look(): void {
    if (this.#hindrance.kind === "none") void this.catchUp();
    else this.wake();
  }

  /** Tries again what was refused. */
  retry(): void {
    for (const entry of this.#replica.entries) entry.refused = "";
    this.#hindrance = NONE;
    this.flush();
  }

  /** An event: somebody, perhaps this window, saved a revision. `patch` null was too long to tell. */
  hear(news: { revision: number; client: string; patch: Patch | null }): void {
    if (news.revision <= this.#replica.revision) return;
    if (news.patch && news.revision === this.#replica.revision + 1) {
      this.#receive([{ ...news, patch: news.patch }]);
      this.#settled();
    } else void this.catchUp();
  }

  /** Fetches what this copy lacks. */
  catchUp(): Promise<void> {
    this.#again = this.#catching !== null;
    this.#catching ??= this.#fetchMissed().finally(() => {
      this.#catching = null;
      if (this.#again) void this.catchUp();
    });
    return this.#catching;
  }

  async #fetchMissed(): Promise<void> {
    try {
      await this.#refresh();
      this.#settled();
    } catch (error) {
      this.#behind = true;
      this.#failed(error);
    }
  }

  /** The history since this copy's revision, or the whole document where that has a gap. */
  async #refresh(): Promise<void> {
    const from = this.#replica.revision;
    const news = await this.#server.history(from);
    const first = news[0];
    if (first && first.revision <= this.#replica.revision + 1) this.#receive(news);
    else if (first) await this.#reload();
  }

  /** Starts again from the saved document; own edits stay on top. */
  async #reload(): Promise<void> {
    const row = await this.#server.load();
    const known = await this.#server.history(Math.max(0, row.revision - 1000));
    const keys = known.filter((one) => one.revision <= row.revision).map((one) => one.client);
    this.#hooks.conflicts(this.#replica.load(row.body, row.revision, new Set(keys)));
    this.#receive(known);
    if (row.trashed) {
      throw new StudioError("trashed", 409, "The document lies in the trash.", "Take it back to go on.");
    }
  }

  #receive(news: readonly Saved[]): void {
    try {
      this.#hooks.conflicts(this.#replica.receive(news, (patch) => this.#hooks.theirs(patch)));
    } catch (error) {
      // This copy isn't what the server has. That must not happen; the server's is right.
      reportError(error);
      void this.#reload().then(() => this.#settled(), (failure: unknown) => this.#failed(failure));
    }
    this.#hooks.changed();
  }

  #plan(ms: number): void {
    this.#planned?.();
    this.#planned = this.#clock.after(ms, () => {
      this.#planned = null;
      void this.#pump(false);
    });
  }

  async #pump(leaving: boolean): Promise<void> {
    if (this.#hindrance.kind === "blocked") this.#giveUp(this.#hindrance.error);
    if (this.#busy || this.#hindrance.kind === "blocked") return;
    this.#planned?.();
    this.#planned = null;
    this.#busy = true;
    try {
      if (this.#behind) await this.#refresh();
      this.#behind = false;
      for (let batch = this.#replica.next(); batch.length; batch = this.#replica.next()) {
        await this.#save(batch, leaving);
      }
      this.#tries = 0;
      this.#hindrance = NONE;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#busy = false;
      this.#settled();
    }
  }

  async #save(batch: readonly Entry[], leaving: boolean): Promise<void> {
    const key = batch[0]?.key || `${this.#tab}/${(this.#number += 1)}`;
    for (const entry of batch) entry.key = key;
    const kept = this.#hooks.kept();
    if (!leaving) await Promise.race([kept, new Promise<void>((go) => (this.#hurry = go))]);
    // Others may have saved meanwhile: the patch as it is now belongs to the revision as it is now.
    const revision = this.#replica.revision;
    const patch = compact(batch.flatMap((entry) => entry.patch));
    try {
      this.#take(await this.#server.save(revision, patch, key), revision, key);
    } catch (error) {
      await this.#refused(batch, revision, error);
    }
  }

  #take(answer: Answer, since: number, key: string): void {
    const told = new Set(answer.missed.map((one) => one.revision));
    const news = [...answer.missed];
    // The one revision that nobody else made is the own one, which needn't be the newest.
    for (let revision = since + 1; revision <= answer.revision; revision += 1) {
      if (!told.has(revision)) news.push({ revision, client: key, patch: answer.patch });
    }
    this.#receive(news);
    this.#hooks.conflicts(answer.conflicts);
    this.#replica.over(key);
    this.#hooks.changed();
  }

  /** A refusal of the whole patch: by its age, by one of its edits, or of everything. */
  async #refused(batch: readonly Entry[], revision: number, error: unknown): Promise<void> {
    const isBug = error instanceof StudioError && error.status === 500 && this.#tries >= ENOUGH_ERRORS;
    if (!(error instanceof StudioError) || (isOfAll(error) && !isBug)) throw error;
    if (error.status === 409) {
      await this.#refresh();
      if (this.#replica.revision === revision) await this.#reload();
    }
    for (const entry of batch) entry.key = "";
    if (this.#replica.revision !== revision) return;
    if (batch.length > 1) for (const entry of batch) entry.alone = true;
    else for (const entry of batch) entry.refused = error.message;
    this.#hooks.changed();
  }

  #failed(error: unknown): void {
    if (!(error instanceof StudioError)) reportError(error);
    const known = error instanceof StudioError ? error : new StudioError("bug", 0, "Saving failed.");
    const passes = known.status === 0 || known.status === 429 || known.status >= 500;
    this.#hindrance = { kind: passes ? "away" : "blocked", error: known };
    this.#giveUp(known);
    if (passes) this.#plan(waitMs(known, this.#tries));
    this.#tries += 1;
    this.#hooks.changed();
  }

  #giveUp(error: unknown): void {
    for (const one of this.#waiting.splice(0)) one.failed(error);
  }

  #settled(): void {
    this.#hooks.changed();
    const refused = this.#replica.entries.find((entry) => entry.refused);
    if (!this.#replica.entries.length) for (const one of this.#waiting.splice(0)) one.done();
    else if (this.#replica.next().length) {
      if (!this.#busy && !this.#planned && this.#hindrance.kind === "none") this.#plan(0);
    } else if (refused) this.#giveUp(new StudioError("refused", 400, refused.refused));
  }
}

/** True when the answer is not about this patch. */
function isOfAll(error: StudioError): boolean {
  return [0, 401, 403, 404, 410, 429].includes(error.status) || error.status >= 500;
}

/** Ever longer, with what the server asked for as the least. */
function waitMs(error: StudioError, tried: number): number {
  const own = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(tried, 10));
  return Math.max(own, (error.retryAfter ?? 0) * 1000);
}
