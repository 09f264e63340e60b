/** A studio without a network: the server's rules in memory, wires that delay, lose and repeat. */

import { signal } from "@preact/signals";
import { merged } from "../../static/editor/document/changes.ts";
import { wholeDoc } from "../../static/editor/document/defaults.ts";
import type { Answer, Server, Version } from "../../static/editor/document/server.ts";
import { Session } from "../../static/editor/document/session.ts";
import type { Way } from "../../static/editor/document/words.ts";
import type { Doc, Patch } from "../../static/editor/document/types.ts";
import { offline, StudioError } from "../../static/editor/net/errors.ts";
import type { Chance } from "./random.ts";

/** Time that passes only when it is told to. */
export class VirtualClock {
  now = 0;
  #plans: Array<{ at: number; run: () => void }> = [];

  after(ms: number, run: () => void): () => void {
    const plan = { at: this.now + ms, run };
    this.#plans.push(plan);
    return () => {
      this.#plans = this.#plans.filter((one) => one !== plan);
    };
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await new Promise((done) => setImmediate(done));
      const due = this.#plans.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#plans = this.#plans.filter((one) => one !== due);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
    this.now = until;
  }
}

export interface News {
  readonly revision: number;
  readonly client: string;
  readonly patch: Patch | null;
}

/** The rules of editor/flows/changing.py in few words. */
export class Memory {
  doc: Doc;
  revision = 1;
  readonly history: Version[] = [];
  readonly hears: Array<(news: News) => void> = [];
  /** Says no to a patch. */
  refuse: (patch: Patch) => StudioError | null = () => null;

  constructor(body: unknown) {
    this.doc = wholeDoc(body);
  }

  save(revision: number, patch: Patch, client: string): Answer {
    if (revision > this.revision) throw new StudioError("conflict", 409, "No such revision.");
    const since = this.history.filter((one) => one.revision > revision);
    const again = since.find((one) => one.client === client);
    if (again) {
      const missed = since.filter((one) => one !== again);
      return { revision: this.revision, patch: again.patch, conflicts: [], missed };
    }
    const no = this.refuse(patch);
    if (no) throw no;
    const done = merged(this.doc, patch);
    const answer = { patch: done.patch, conflicts: done.conflicts, missed: since };
    if (!done.patch.length) {
      if (done.conflicts.length) throw new StudioError("conflict", 409, "Somebody deleted it.");
      return { revision: this.revision, ...answer };
    }
    if (!since.length && done.conflicts.length) throw new StudioError("conflict", 409, "No such layer.");
    this.doc = done.doc;
    this.revision += 1;
    const row = { revision: this.revision, client, patch: done.patch, inverse: done.inverse, created: "2026-01-01" };
    this.history.push(row);
    for (const hear of this.hears) hear(row);
    return { revision: this.revision, ...answer };
  }
}

export interface Faults {
  /** Probabilities of a lost request, a lost answer, a lost and a repeated event. */
  request: number;
  answer: number;
  drop: number;
  repeat: number;
  cut: boolean;
}

export const CALM: Faults = { request: 0, answer: 0, drop: 0, repeat: 0, cut: false };

/** The server as one window reaches it. */
export function wired(memory: Memory, clock: VirtualClock, chance: Chance, faults: Faults): Server {
  const send = <T>(work: () => T): Promise<T> =>
    new Promise((done, failed) => {
      const lost = faults.cut || chance.happens(faults.request);
      clock.after(1 + chance.below(40), () => {
        if (lost) return failed(offline());
        let result: T;
        try {
          result = structuredClone(work());
        } catch (error) {
          return failed(error as Error);
        }
        const gone = faults.cut || chance.happens(faults.answer);
        clock.after(1 + chance.below(40), () => (gone ? failed(offline()) : done(result)));
      });
    });
  return {
    save: (revision, patch, key) => send(() => memory.save(revision, structuredClone(patch), key)),
    history: (after) => send(() => memory.history.filter((one) => one.revision > after)),
    load: () =>
      send(() => ({ id: "d", name: "", revision: memory.revision, body: { ...memory.doc, schema: 1 } })),
  };
}

/** A way out that a session offers and no test takes. */
export const NOTHING: Way = { label: "", run: () => {} };

export interface Window {
  readonly session: Session;
  readonly faults: Faults;
  readonly told: string[];
}

/** `kept` resolves when edits would survive a crash. */
export function windowOn(
  memory: Memory,
  clock: VirtualClock,
  chance: Chance,
  tab: string,
  kept: () => Promise<void> = () => Promise.resolve(),
): Window {
  const faults = { ...CALM };
  const told: string[] = [];
  const session = new Session({
    server: wired(memory, clock, chance, faults),
    clock,
    tab,
    linked: signal(true),
    now: () => clock.now,
    tell: (text) => told.push(text),
    keep: () => {},
    kept,
    ways: { takeBack: NOTHING, reload: NOTHING, copy: NOTHING },
  });
  session.open({ id: "d", name: "", revision: memory.revision, body: memory.doc });
  memory.hears.push((news) => {
    if (faults.cut || chance.happens(faults.drop)) return;
    const copies = chance.happens(faults.repeat) ? 2 : 1;
    for (let n = 0; n < copies; n += 1) {
      const patch = chance.happens(0.2) ? null : structuredClone(news.patch);
      clock.after(chance.below(400), () => session.sync.hear({ ...news, patch }));
    }
  });
  return { session, faults, told };
}
