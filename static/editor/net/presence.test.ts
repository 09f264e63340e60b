import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { EventData, Handler } from "./events.ts";
import { COLOURS, newSelf, paintOf, readSelf } from "./names.ts";
import { FORGET_MS, GRAIN_MS, Presence, SPEAK_MS, type Clock, type Memory, type Stream } from "./presence.ts";

class FakeStream implements Stream {
  readonly said: Array<Record<string, unknown>> = [];
  readonly #handlers = new Map<string, Set<(data: never) => void>>();

  on<K extends keyof EventData>(kind: K, handler: Handler<K>): () => void {
    const known = this.#handlers.get(kind) ?? new Set();
    this.#handlers.set(kind, known.add(handler));
    return () => known.delete(handler);
  }

  send(message: Readonly<Record<string, unknown>>): boolean {
    this.said.push(message);
    return true;
  }

  tell<K extends keyof EventData>(kind: K, data: EventData[K]): void {
    for (const handler of this.#handlers.get(kind) ?? []) handler(data as never);
  }

  get listeners(): number {
    return [...this.#handlers.values()].reduce((sum, one) => sum + one.size, 0);
  }
}

class FakeClock implements Clock {
  #now = 0;
  #timers: Array<{ at: number; run: () => void }> = [];
  readonly #numbers: number[];

  constructor(...numbers: number[]) {
    this.#numbers = numbers;
  }

  now = (): number => this.#now;
  random = (): number => this.#numbers.shift() ?? 0.5;
  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }
}

function fakeMemory(held: string | null = null): Memory {
  return {
    getItem: () => held,
    setItem: (_, value) => {
      held = value;
    },
  };
}

const OTHER = { document: "d", tab: "0", socket: "s1", name: "Plum Swan", colour: 11, selection: ["cup"] };

function attending(...numbers: number[]) {
  const stream = new FakeStream();
  const clock = new FakeClock(...numbers);
  const selection = signal<readonly string[]>([]);
  const presence = new Presence(stream, clock, fakeMemory());
  const end = presence.attend("d", selection);
  stream.tell("ready", { gap: false });
  return { stream, clock, selection, presence, end };
}

test("a window says at each connection who it is and where", () => {
  const { stream, presence } = attending(0.5, 0, 0);
  assert.deepEqual(stream.said, [
    { kind: "here", document: "d", tab: presence.tab, name: "Rose Badger", colour: 0, selection: [] },
  ]);
  stream.tell("ready", { gap: true });
  assert.equal(stream.said.length, 2);
  assert.deepEqual(presence.self, { name: "Rose Badger", colour: paintOf(0) });
});

test("a changing selection is told, but not at every step, and never without bounds", () => {
  const { stream, clock, selection } = attending();
  selection.value = ["a"];
  selection.value = Array.from({ length: 80 }, (_, n) => `layer ${n}`);
  assert.equal(stream.said.length, 1);
  clock.pass(GRAIN_MS);
  assert.equal(stream.said.length, 2);
  assert.equal((stream.said[1]!["selection"] as string[]).length, 50);
  clock.pass(SPEAK_MS);
  assert.equal(stream.said.length, 3);
});

test("others are met, change what they select, and leave", () => {
  const { stream, presence } = attending();
  stream.tell("presence.here", OTHER);
  stream.tell("presence.here", { ...OTHER, document: "another", tab: "9" });
  assert.deepEqual(presence.others.value.map((one) => one.name), ["Plum Swan"]);
  assert.deepEqual(presence.holders.value.get("cup")?.map((one) => one.colour), [paintOf(11)]);
  stream.tell("presence.here", { ...OTHER, selection: ["sun"] });
  assert.deepEqual([...presence.holders.value.keys()], ["sun"]);
  stream.tell("presence.gone", { document: "d", tab: "0", socket: "s1" });
  assert.deepEqual(presence.others.value, []);
});

test("the late end of a connection that was replaced drives nobody away", () => {
  const { stream, presence } = attending();
  stream.tell("presence.here", OTHER);
  stream.tell("presence.here", { ...OTHER, socket: "s2" });
  stream.tell("presence.gone", { document: "d", tab: "0", socket: "s1" });
  assert.equal(presence.others.value.length, 1);
});

test("a window never meets itself", () => {
  const { stream, presence } = attending();
  stream.tell("presence.here", { ...OTHER, tab: presence.tab });
  assert.deepEqual(presence.others.value, []);
});

test("who isn't heard of any more is forgotten", () => {
  const { stream, clock, presence } = attending();
  stream.tell("presence.here", OTHER);
  clock.pass(FORGET_MS);
  assert.equal(presence.others.value.length, 1);
  clock.pass(SPEAK_MS);
  assert.equal(presence.others.value.length, 0);
});

test("of two windows with one name, as after duplicating a tab, one takes another", () => {
  const { stream, clock, presence } = attending(0.9, 0, 0, 0.99, 0.99);
  stream.tell("presence.here", { ...OTHER, tab: "0", name: "Rose Badger" });
  assert.equal(presence.self.name, "Plum Zebra");
  clock.pass(GRAIN_MS);
  assert.equal(stream.said.at(-1)!["name"], "Plum Zebra");
  stream.tell("presence.here", { ...OTHER, tab: "zzzzzzzzzzzz", name: "Plum Zebra" });
  assert.equal(presence.self.name, "Plum Zebra");
});

test("a window that leaves says so and listens no more", () => {
  const { stream, clock, end } = attending();
  stream.tell("presence.here", OTHER);
  end();
  assert.deepEqual(stream.said.at(-1), { kind: "away" });
  assert.equal(stream.listeners, 0);
  clock.pass(FORGET_MS);
  assert.equal(stream.said.length, 2);
});

test("a reload keeps the name", () => {
  const memory = fakeMemory();
  const first = new Presence(new FakeStream(), new FakeClock(0.1, 0.2, 0.3), memory);
  const second = new Presence(new FakeStream(), new FakeClock(0.9, 0.9, 0.9), memory);
  assert.equal(second.self.name, first.self.name);
  assert.notEqual(second.tab, first.tab);
});

test("only a name of ours is taken from what the browser kept", () => {
  for (const text of [null, "", "{", "null", "7", '{"name":"","colour":1}', '{"name":"A","colour":12}', "[]"]) {
    assert.equal(readSelf(text), null);
  }
  const self = newSelf(() => 0.999);
  assert.deepEqual(readSelf(JSON.stringify(self)), self);
  assert.equal(self.colour, COLOURS.length - 1);
});
