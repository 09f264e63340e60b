/** Crash copies: what isn't saved is kept by the browser and comes back when the document is opened.
 *
 * Each window keeps its own record, which another takes over only when the window is gone.
 */

import type { Kept, KeptEdit, Shelf } from "./idb.ts";
import type { Entry, Saved } from "./replica.ts";

const KEPT_MS = 30 * 24 * 3600 * 1000;

export interface Windows {
  /** The names, of those given, of windows that are still open. */
  open(tabs: readonly string[]): Promise<ReadonlySet<string>>;
}

export class Recovery {
  readonly #shelf: Shelf;
  readonly #windows: Windows;
  readonly #tab: string;
  readonly #now: () => number;
  #document = "";
  #wanted: Kept | null = null;
  #writing: Promise<void> | null = null;
  #broken = false;

  constructor(shelf: Shelf, windows: Windows, tab: string, now: () => number) {
    this.#shelf = shelf;
    this.#windows = windows;
    this.#tab = tab;
    this.#now = now;
  }

  /** False when the browser doesn't keep anything for us. */
  get works(): boolean {
    return !this.#broken;
  }

  /** The document whose edits are kept from now on. */
  start(document: string): void {
    this.#document = document;
  }

  /** Keeps these edits instead of those before. */
  keep(entries: readonly Entry[], revision: number): void {
    if (!this.#document) return;
    this.#wanted = this.#record(entries, revision);
    this.#writing ??= this.#write();
  }

  /** Resolves once what was given to `keep` is kept, or can't be. */
  kept(): Promise<void> {
    return this.#writing ?? Promise.resolve();
  }

  #record(entries: readonly Entry[], revision: number): Kept {
    const edits = entries.map(({ label, patch, key }) => ({ label, patch, key }));
    const place = { id: `${this.#document}/${this.#tab}`, document: this.#document, tab: this.#tab };
    return { ...place, at: this.#now(), revision, edits };
  }

  async #write(): Promise<void> {
    for (let next = this.#wanted; next; next = this.#wanted) {
      this.#wanted = null;
      try {
        await (next.edits.length ? this.#shelf.put(next) : this.#shelf.remove(next.id));
        this.#broken = false;
      } catch {
        // Private windows and full disks keep nothing; saving goes on without a net.
        this.#broken = true;
      }
    }
    this.#writing = null;
  }

  /** What windows that are gone left of this document: each is given to `take`, which makes it part
   * of this window's edits and says which those are now. `saved` are the saves since a revision. */
  async recover(
    saved: (after: number) => Promise<readonly Saved[]>,
    take: (edits: readonly KeptEdit[]) => { entries: readonly Entry[]; revision: number },
  ): Promise<void> {
    const left = await this.#left();
    if (!left.length) return;
    const done = await saved(Math.min(...left.map((one) => one.revision)));
    const keys = new Set(done.map((one) => one.client));
    for (const { id } of left) {
      await this.#shelf.adopt(id, (found) => {
        const { entries, revision } = take(found.edits.filter((edit) => !keys.has(edit.key)));
        return this.#record(entries, revision);
      });
    }
  }

  async #left(): Promise<readonly Kept[]> {
    const all = await this.#shelf.all();
    const others = all.filter((one) => one.document === this.#document && one.tab !== this.#tab);
    const open = await this.#windows.open(others.map((one) => one.tab));
    const oldest = this.#now() - KEPT_MS;
    for (const one of all) if (one.at < oldest && !open.has(one.tab)) await this.#shelf.remove(one.id);
    return others.filter((one) => one.at >= oldest && !open.has(one.tab));
  }
}
