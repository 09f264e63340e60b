/** This window's copy of the document: what the server has, and own edits that it has yet to take.
 *
 * The revision numbers order everything: whatever comes twice, late or out of order is put right.
 */

import { apply, merged } from "./changes.ts";
import { compact, pieces } from "./compact.ts";
import { wholeDoc } from "./defaults.ts";
import { LIMITS } from "./schema.ts";
import { shared } from "./sharing.ts";
import type { Change, Doc, Patch } from "./types.ts";

/** A saved change as the server tells it; `client` is the key under which it was sent. */
export interface Saved {
  readonly revision: number;
  readonly client: string;
  readonly patch: Patch;
}

/** One own edit. Its patches are kept right while changes of others come below it. */
export interface Entry {
  readonly label: string;
  patch: Patch;
  inverse: Patch;
  /** The save that carries it, "" before it was first sent. */
  key: string;
  saved: boolean;
  /** Sent in a save of its own, because one with others was refused. */
  alone: boolean;
  /** Why the server refused it; "" when it didn't. It stays visible here and isn't sent. */
  refused: string;
}

/** Bytes of JSON in one save, well below what the server takes. */
const MOST_BYTES = 512 * 1024;

export class Replica {
  #base: Doc = wholeDoc({});
  #doc: Doc = this.#base;
  #revision = 1;
  #entries: Entry[] = [];

  /** Saved and own edits together. */
  get doc(): Doc {
    return this.#doc;
  }

  /** What the server has, as far as this window knows. */
  get base(): Doc {
    return this.#base;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Own edits that aren't known to be saved, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Starts from a loaded document. Own edits stay on top of it, but for those `known` to be in it;
   * what can't stay is told. */
  load(body: unknown, revision: number, known: ReadonlySet<string> = new Set()): Patch {
    this.#base = wholeDoc(body);
    this.#revision = revision;
    for (const key of known) this.#settle(key);
    return this.#rebuild();
  }

  /** An edit: strict, unless it was made on another state (`late`), when what can't be done of it
   * is told. Null when nothing is left of it. */
  add(label: string, patch: Patch, late = false, key = ""): { entry: Entry | null; conflicts: Patch } {
    if (!late) {
      const [doc, inverse] = apply(this.#doc, patch);
      return { entry: this.#push(doc, { label, patch, inverse, key }), conflicts: [] };
    }
    const done = merged(this.#doc, patch);
    const entry = done.patch.length ? this.#push(done.doc, { label, ...done, key }) : null;
    return { entry, conflicts: done.conflicts };
  }

  /** Makes the edit part of `entry`, the newest one, which must not have been sent. */
  join(entry: Entry, patch: Patch): boolean {
    if (entry !== this.#entries.at(-1) || entry.key) return false;
    const [doc, inverse] = apply(this.#doc, patch);
    this.#doc = doc;
    entry.patch = compact([...entry.patch, ...patch]);
    entry.inverse = compact([...inverse, ...entry.inverse]);
    return true;
  }

  #push(doc: Doc, { label, patch, inverse, key }: Pick<Entry, "label" | "patch" | "inverse" | "key">): Entry {
    const entry = { label, patch, inverse, key, saved: false, alone: false, refused: "" };
    this.#doc = doc;
    this.#entries.push(entry);
    return entry;
  }

  /** The edits of the next save: those of one that was sent already, or as many as fit into one. */
  next(): readonly Entry[] {
    const waiting = this.#entries.filter((entry) => !entry.refused);
    const [first] = waiting;
    if (!first) return [];
    if (first.key) return waiting.filter((entry) => entry.key === first.key);
    if (first.alone) return [first];
    const taken: Entry[] = [];
    let [changes, bytes] = [0, 0];
    for (const entry of waiting) {
      changes += entry.patch.length;
      bytes += JSON.stringify(entry.patch).length;
      const full = changes > LIMITS.changes || bytes > MOST_BYTES;
      if (taken.length && (full || entry.key || entry.alone)) break;
      taken.push(entry);
    }
    return taken;
  }

  /** Saved changes in any order, some perhaps known: takes those that follow on the revision, and
   * calls `theirs` with each that others made. Tells which own changes can't be any more. Throws when
   * they don't fit this copy, which must then be loaded again. */
  receive(news: readonly Saved[], theirs: (patch: Patch) => void): Patch {
    const before = this.#revision;
    for (const one of [...news].sort((a, b) => a.revision - b.revision)) {
      if (one.revision !== this.#revision + 1) continue;
      this.#base = apply(this.#base, one.patch)[0];
      this.#revision = one.revision;
      if (!this.#settle(one.client)) theirs(one.patch);
      // An own edit that the next one confirms must know what came below it. But what is deleted
      // by one may be brought back by another: nothing is given up before the last.
      this.#rebuild(true);
    }
    return this.#revision === before ? [] : this.#rebuild();
  }

  /** The save under `key` is over: its edits are no longer pending. */
  over(key: string): void {
    if (this.#settle(key)) this.#rebuild();
  }

  #settle(key: string): boolean {
    if (!key) return false;
    const count = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => {
      if (entry.key === key) entry.saved = true;
      return entry.key !== key;
    });
    return this.#entries.length < count;
  }

  /** Takes back own edits that aren't saved. */
  drop(gone: readonly Entry[]): Patch {
    this.#entries = this.#entries.filter((entry) => !gone.includes(entry));
    for (const entry of gone) entry.patch = entry.inverse = [];
    return this.#rebuild();
  }

  /** Lays the own edits on the base again; tells which changes can't be any more, and forgets them
   * unless `patient`. */
  #rebuild(patient = false): Patch {
    const conflicts: Change[] = [];
    let doc = this.#base;
    for (const entry of this.#entries) {
      const done = merged(doc, entry.patch);
      doc = done.doc;
      entry.inverse = done.inverse;
      if (patient) continue;
      entry.patch = done.patch;
      conflicts.push(...done.conflicts);
    }
    if (patient) return [];
    this.#entries = this.#entries.filter((entry) => entry.patch.length || entry.key);
    this.#doc = shared(this.#doc, doc);
    return conflicts;
  }
}

/** A patch that is too long for one save, in entries of its own. */
export function split(patch: Patch): Patch[] {
  return pieces(compact(patch));
}
