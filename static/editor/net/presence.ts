/** Who else has this document open, and what they have selected. Every window says so itself from
 *  time to time; whoever isn't heard of any more is forgotten. */

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { events, type EventData, type Handler } from "./events.ts";
import { newSelf, paintOf, readSelf, type Self } from "./names.ts";

export interface Person {
  /** Of one window; another one after a reload. */
  readonly tab: string;
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** Ids of layers. */
  readonly selection: readonly string[];
}

/** The part of the event stream that is used. */
export interface Stream {
  on<K extends keyof EventData>(kind: K, handler: Handler<K>): () => void;
  send(message: Readonly<Record<string, unknown>>): boolean;
}

export interface Clock {
  now(): number;
  after(ms: number, run: () => void): () => void;
  random(): number;
}

/** What keeps this window's name over a reload. */
export type Memory = Pick<Storage, "getItem" | "setItem">;

export const SPEAK_MS = 30_000;
export const FORGET_MS = 150_000;
/** Selections are told at most so often. */
export const GRAIN_MS = 250;
/** The server takes no more of them. */
const MOST_SELECTED = 50;
const KEY = "studio.self";

interface Known extends Person {
  readonly socket: string;
  readonly at: number;
}

export class Presence {
  readonly tab: string;
  readonly #known = signal<readonly Known[]>([]);
  readonly #self: ReturnType<typeof signal<Self>>;
  readonly #stream: Stream;
  readonly #clock: Clock;
  readonly #memory: Memory;
  #document = "";
  #selection: readonly string[] = [];
  #soon: (() => void) | null = null;
  #next: () => void = () => {};

  constructor(stream: Stream, clock: Clock, memory: Memory) {
    this.#stream = stream;
    this.#clock = clock;
    this.#memory = memory;
    this.tab = Math.floor(clock.random() * 2 ** 52).toString(36);
    this.#self = signal(readSelf(memory.getItem(KEY)) ?? this.#renamed());
  }

  readonly others: ReadonlySignal<readonly Person[]> = computed(() => this.#known.value);

  /** Layer id -> who has it selected. */
  readonly holders: ReadonlySignal<ReadonlyMap<string, readonly Person[]>> = computed(() => {
    const found = new Map<string, Person[]>();
    for (const person of this.#known.value) {
      for (const layer of person.selection) found.set(layer, [...(found.get(layer) ?? []), person]);
    }
    return found;
  });

  get self(): { readonly name: string; readonly colour: string } {
    const { name, colour } = this.#self.value!;
    return { name, colour: paintOf(colour) };
  }

  /** Shows this window to the others until the result is called. */
  attend(document: string, selection: ReadonlySignal<readonly string[]>): () => void {
    this.#document = document;
    const ends = [
      this.#stream.on("presence.here", (person) => this.#met(person)),
      this.#stream.on("presence.gone", (gone) => this.#left(gone)),
      this.#stream.on("ready", () => this.#speak()),
      effect(() => {
        this.#selection = selection.value.slice(0, MOST_SELECTED);
        this.#speakSoon();
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.#soon?.();
      this.#next();
      this.#stream.send({ kind: "away" });
      this.#known.value = [];
    };
  }

  #speakSoon(): void {
    this.#soon ??= this.#clock.after(GRAIN_MS, () => this.#speak());
  }

  #speak(): void {
    this.#soon?.();
    this.#soon = null;
    this.#next();
    this.#next = this.#clock.after(SPEAK_MS, () => this.#speak());
    this.#forget();
    const { name, colour } = this.#self.value!;
    const said = { document: this.#document, tab: this.tab, name, colour, selection: this.#selection };
    this.#stream.send({ kind: "here", ...said });
  }

  #met(news: EventData["presence.here"]): void {
    // Our own words come back only from a connection that we have lost.
    if (news.document !== this.#document || news.tab === this.tab) return;
    const { tab, socket, name, selection } = news;
    const person = { tab, socket, name, selection, colour: paintOf(news.colour), at: this.#clock.now() };
    const there = this.#known.value.some((one) => one.tab === tab);
    this.#known.value = there
      ? this.#known.value.map((one) => (one.tab === tab ? person : one))
      : [...this.#known.value, person];
    // A tab that was duplicated has its twin's name; the one of them with the higher id gives way.
    if (name === this.#self.value!.name && this.tab > tab) {
      this.#self.value = this.#renamed();
      this.#speakSoon();
    }
  }

  #left(gone: EventData["presence.gone"]): void {
    // The end of a connection that was replaced already says nothing.
    this.#known.value = this.#known.value.filter(
      (one) => one.tab !== gone.tab || one.socket !== gone.socket,
    );
  }

  #forget(): void {
    const oldest = this.#clock.now() - FORGET_MS;
    const fresh = this.#known.value.filter((one) => one.at >= oldest);
    if (fresh.length < this.#known.value.length) this.#known.value = fresh;
  }

  #renamed(): Self {
    const self = newSelf(this.#clock.random);
    this.#memory.setItem(KEY, JSON.stringify(self));
    return self;
  }
}

/** Storage may be forbidden; then every page has a new name. */
const memory: Memory = {
  getItem(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // The name lasts as long as the page.
    }
  },
};

const clock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** That of this window. */
export const presence = new Presence(events, clock, memory);
