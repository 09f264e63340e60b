/** One open document: shown, changed, undone, saved. Knows no page, so that tests can run several. */

import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import { StudioError } from "../net/errors.ts";
import { merged, Missing } from "./changes.ts";
import { conflicted, Deleted } from "./deleted.ts";
import { History, inverse, type Step } from "./history.ts";
import { Replica, split, type Entry } from "./replica.ts";
import type { Row, Server } from "./server.ts";
import { shared } from "./sharing.ts";
import { Sync, type Clock } from "./sync.ts";
import { among, find } from "./tree.ts";
import type { Change, Doc, Layer, Patch } from "./types.ts";
import { stateOf, type SaveState, type Ways } from "./words.ts";

export interface Gesture {
  /** Shows the document with this patch instead of the last one. */
  update(patch: Patch): void;
  /** Makes it one undo step and saves it. */
  done(): void;
  cancel(): void;
}

/** So long the server may take to tell what belongs to a gesture that has ended. */
const FOLLOW_MS = 15_000;

/** What the page does for a session. */
export interface Surroundings {
  readonly server: Server;
  readonly clock: Clock;
  readonly tab: string;
  readonly linked: ReadonlySignal<boolean>;
  now(): number;
  /** Told when something was undone or redone, or couldn't be. */
  tell(text: string, bad?: boolean): void;
  /** Own edits that aren't saved, at every change of them. */
  keep(entries: readonly Entry[], revision: number): void;
  /** Resolves once they would survive a crash. */
  kept(): Promise<void>;
  readonly ways: Pick<Ways, "takeBack" | "reload" | "copy">;
}

export class Session {
  readonly replica = new Replica();
  readonly history = new History();
  readonly sync: Sync;
  readonly #here: Surroundings;
  readonly #deleted = new Deleted();
  #live: Patch | null = null;

  readonly #doc = signal<Doc>(this.replica.doc);
  readonly #steps = signal({ past: this.history.past, future: this.history.future });
  readonly #state = signal<SaveState>({ kind: "saved", text: "Saved" });
  readonly selection = signal<readonly string[]>([]);
  #chosen: readonly Layer[] = [];
  readonly selected = computed<readonly Layer[]>(() => {
    const found = among(this.#doc.value.layers, new Set(this.selection.value));
    // The same list while the layers are the same: what shows them isn't drawn again.
    this.#chosen = shared(this.#chosen, found);
    return this.#chosen;
  });
  readonly undoLabel = computed(() => this.#steps.value.past.at(-1)?.label ?? "");
  readonly redoLabel = computed(() => this.#steps.value.future.at(-1)?.label ?? "");
  readonly canUndo = computed(() => this.#steps.value.past.length > 0);
  readonly canRedo = computed(() => this.#steps.value.future.length > 0);

  constructor(here: Surroundings) {
    this.#here = here;
    const hooks = {
      changed: () => this.#show(),
      theirs: (patch: Patch) => {
        this.history.theirs(patch);
        this.#deleted.note(patch, this.replica.doc);
      },
      conflicts: (left: Patch) => this.#deleted.conflict(left),
      kept: () => this.#keep(),
    };
    this.sync = new Sync(this.replica, here.server, here.clock, hooks, here.tab);
    here.linked.subscribe(() => this.#show());
  }

  get doc(): ReadonlySignal<Doc> {
    return this.#doc;
  }

  get saveState(): ReadonlySignal<SaveState> {
    return this.#state;
  }

  /** Own changes that can't be, because others deleted their layer; shown until dealt with. */
  get conflicts(): readonly Change[] {
    return this.#deleted.conflicts;
  }

  /** Opens what the server answered for the document. */
  open(row: Row): void {
    this.history.clear();
    this.#deleted.clear();
    this.replica.drop(this.replica.entries);
    this.replica.load(row.body, row.revision);
    batch(() => {
      this.selection.value = [];
      this.#show();
    });
  }

  /** One undo step, shown at once and saved. Equal `merge` within a second joins the last step. */
  commit(patch: Patch, label: string, merge = ""): void {
    if (!patch.length) return;
    try {
      this.#commit(patch, label, merge);
    } catch (error) {
      // Others deleted the layer in this very moment; anything else is a bug of the caller.
      if (!(error instanceof Missing) || !this.#deleted.any(patch)) throw error;
      this.commitLate([{ label, patch }], label);
    }
  }

  #commit(patch: Patch, label: string, merge: string): void {
    const now = this.#here.now();
    const joins = this.history.joined(merge, now);
    const newest = joins?.entries.at(-1);
    const joined = newest !== undefined && this.replica.join(newest, patch);
    const entries = joined ? [newest] : this.#entries(label, patch);
    this.history.did({ label, entries, selection: this.selection.value }, merge, now, joins);
    this.#edited();
  }

  #entries(label: string, patch: Patch): Entry[] {
    return split(patch).map((piece) => this.replica.add(label, piece).entry as Entry);
  }

  /** Edits made on another state of the document, as one step; tells what is left out. */
  commitLate(edits: readonly { label: string; patch: Patch; key?: string }[], label: string, merge = ""): void {
    const done = edits.map((edit) => this.replica.add(edit.label, edit.patch, true, edit.key ?? ""));
    const entries = done.flatMap(({ entry }) => (entry ? [entry] : []));
    for (const { conflicts } of done) this.#deleted.conflict(conflicts);
    if (entries.length) {
      const step = { label, entries, selection: this.selection.value };
      this.history.did(step, merge, this.#here.now(), null, FOLLOW_MS);
    }
    this.#edited();
  }

  /** A `commit` with the same `merge` joins it when nothing else was done since its end. */
  gesture(label: string, merge = ""): Gesture {
    const end = (patch: Patch | null) => {
      if (this.#live === null) return;
      this.#live = null;
      if (patch) this.commitLate([{ label, patch }], label, merge);
      else this.#show();
    };
    let last: Patch = [];
    this.#live = last;
    return {
      update: (patch) => {
        if (this.#live !== last) return;
        this.#live = last = patch;
        this.#show();
      },
      done: () => this.#live === last && end(last.length ? last : null),
      cancel: () => this.#live === last && end(null),
    };
  }

  undo(): void {
    this.#travel("past", "future", "Undone");
  }

  redo(): void {
    this.#travel("future", "past", "Redone");
  }

  #travel(from: "past" | "future", to: "past" | "future", word: string): void {
    const step = this.history.take(from);
    if (!step) return;
    const selection = this.selection.value;
    // What the server refused needn't be taken back there.
    this.replica.drop(step.entries.filter((entry) => entry.refused));
    const done = split(inverse(step)).map((piece) => this.replica.add(step.label, piece, true));
    const entries = done.flatMap(({ entry }) => (entry ? [entry] : []));
    if (entries.length) this.history.put(to, { label: step.label, entries, selection });
    this.selection.value = step.selection;
    this.#edited();
    this.#tellTravel(step, word, entries.length > 0, done.some(({ conflicts }) => conflicts.length > 0));
  }

  #tellTravel(step: Step, word: string, some: boolean, left: boolean): void {
    if (some && !left) this.#here.tell(`${word}: ${step.label}`);
    else if (some) this.#here.tell(`${word}: ${step.label}. Others deleted some of its layers.`, true);
    else if (left) this.#here.tell(`Skipped: ${step.label}. Others deleted the layer.`, true);
    else if (!step.entries.some((entry) => entry.saved)) this.#here.tell(`${word}: ${step.label}`);
    else this.#here.tell(`Skipped: ${step.label}. Others have changed it since.`, true);
  }

  /** Forgets edits that the server refused. */
  discard(): void {
    this.replica.drop(this.replica.entries.filter((entry) => entry.refused));
    this.history.forgetEmpty();
    this.#edited();
  }

  /** Forgets every edit that isn't saved: they are safe elsewhere. */
  forget(): void {
    this.replica.drop(this.replica.entries);
    this.#edited();
  }

  /** Brings a layer back that others deleted, as this window last showed it. */
  async bringBack(): Promise<void> {
    const known = this.#deleted.knows() ? [] : await this.#here.server.history(0);
    const { label, patch } = this.#deleted.restored(known.map((one) => one.inverse).reverse());
    this.commitLate([{ label, patch }], label);
    if (!patch.length) this.#here.tell("The layer is no longer in the history.", true);
  }

  async #try(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      this.#here.tell(error.message, true);
    }
  }

  #edited(): void {
    this.#show();
    this.#here.keep(this.replica.entries, this.replica.revision);
    if (this.replica.entries.length) this.sync.touched();
  }

  #keep(): Promise<void> {
    this.#here.keep(this.replica.entries, this.replica.revision);
    return this.#here.kept();
  }

  #pending = 0;

  /** Puts the signals right. */
  #show(): void {
    const { doc, entries } = this.replica;
    // Fewer than were kept: what is saved must not be recovered.
    if (entries.length < this.#pending) this.#here.keep(entries, this.replica.revision);
    this.#pending = entries.length;
    batch(() => {
      this.#doc.value = this.#live?.length ? merged(doc, this.#live).doc : doc;
      const { past, future } = this.history;
      if (past !== this.#steps.value.past || future !== this.#steps.value.future) {
        this.#steps.value = { past, future };
      }
      this.#forgetGone();
      const [state, before] = [this.#stateNow(), this.#state.value];
      if (state.kind !== before.kind || state.text !== before.text) this.#state.value = state;
    });
  }

  #forgetGone(): void {
    const there = this.selection.value.filter((id) => find(this.#doc.value.layers, id));
    if (there.length < this.selection.value.length) this.selection.value = there;
  }

  #stateNow(): SaveState {
    const { entries } = this.replica;
    const facts = {
      pending: entries.length,
      hindrance: this.sync?.hindrance ?? { kind: "none", error: null },
      refused: entries.find((entry) => entry.refused)?.refused ?? "",
      deleted: conflicted(this.#deleted),
      linked: this.#here.linked.value,
    };
    return stateOf(facts, {
      retry: { label: "Try again", run: () => this.sync.retry() },
      discard: { label: "Undo the edit", run: () => this.discard() },
      bringBack: { label: "Bring it back", run: () => void this.#try(this.bringBack()) },
      leave: { label: "Leave it deleted", run: () => (this.#deleted.dismiss(), this.#show()) },
      ...this.#here.ways,
    });
  }
}
