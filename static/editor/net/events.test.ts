import assert from "node:assert/strict";
import { test } from "node:test";
import { Events, type Surroundings } from "./events.ts";
import { LONGEST_PAUSE_MS, pause, PATIENCE_MS, PING_MS, type Wire } from "./socket.ts";

class FakeWire implements Wire {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: string[] = [];
  readonly after: string;

  constructor(after: string) {
    this.after = after;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server's side of it. */
  accept(...messages: readonly object[]): void {
    this.readyState = 1;
    this.onopen?.();
    for (const message of messages) this.say(message);
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  hangUp(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

class FakeWorld implements Surroundings {
  readonly wires: FakeWire[] = [];
  #now = 0;
  #timers: Array<{ at: number; run: () => void }> = [];
  #wake: () => void = () => {};

  open = (after: string): Wire => {
    const wire = new FakeWire(after);
    this.wires.push(wire);
    return wire;
  };

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  random = (): number => 1;

  woken = (run: () => void): void => {
    this.#wake = run;
  };

  wake(): void {
    this.#wake();
  }

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

  get wire(): FakeWire {
    return this.wires.at(-1)!;
  }
}

const READY = { kind: "ready", id: 7, data: { gap: false } };

function connected(): [FakeWorld, Events] {
  const world = new FakeWorld();
  const events = new Events(world);
  events.connect();
  world.wire.accept(READY);
  return [world, events];
}

test("the first connection asks for what comes from now on, and says when it stands", () => {
  const world = new FakeWorld();
  const events = new Events(world);
  assert.equal(world.wires.length, 0);
  events.connect();
  events.connect();
  assert.deepEqual([world.wires.length, world.wire.after, events.state.value], [1, "now", "connecting"]);
  world.wire.accept();
  assert.equal(events.state.value, "connecting");
  world.wire.say(READY);
  assert.equal(events.state.value, "open");
});

test("events go to those who asked for their kind, until they have enough", () => {
  const [world, events] = connected();
  const heard: unknown[] = [];
  const enough = events.on("document.renamed", (data) => heard.push(data));
  world.wire.say({ kind: "document.renamed", id: 8, data: { id: "d", name: "N", revision: 1 } });
  world.wire.say({ kind: "original.deleted", id: 9, data: { id: "o", trashed: true } });
  enough();
  world.wire.say({ kind: "document.renamed", id: 10, data: { id: "d", name: "M", revision: 1 } });
  assert.deepEqual(heard, [{ id: "d", name: "N", revision: 1 }]);
});

test("after a loss it resumes from the last event, and the place never goes back", () => {
  const [world, events] = connected();
  world.wire.say({ kind: "job", id: 12, data: {} });
  world.wire.say({ kind: "job", id: 11, data: {} });
  world.wire.say({ kind: "presence.gone", data: { document: "d", tab: "t", socket: "s" } });
  world.wire.hangUp();
  assert.equal(events.state.value, "connecting");
  world.pass(pause(0, 1));
  assert.deepEqual([world.wires.length, world.wire.after], [2, "12"]);
  world.wire.accept({ kind: "ready", id: 12, data: { gap: true } });
  assert.equal(events.state.value, "open");
});

test("everyone hears each return, and whether more was missed than is repeated", () => {
  const world = new FakeWorld();
  const events = new Events(world);
  const gaps: boolean[] = [];
  events.on("ready", ({ gap }) => gaps.push(gap));
  events.connect();
  world.wire.accept(READY);
  world.wire.hangUp();
  world.pass(pause(0, 1));
  world.wire.accept({ kind: "ready", id: 900, data: { gap: true } });
  assert.deepEqual(gaps, [false, true]);
});

test("pauses grow up to their bound, with jitter, and shrink after a greeting", () => {
  assert.equal(pause(0, 0), pause(0, 1) / 2);
  assert.equal(pause(30, 1), LONGEST_PAUSE_MS);
  const [world, events] = connected();
  world.wire.hangUp();
  for (const tried of [0, 1, 2]) {
    const before = world.wires.length;
    world.pass(pause(tried, 1) - 1);
    assert.equal(world.wires.length, before);
    world.pass(1);
    assert.equal(world.wires.length, before + 1);
    world.wire.hangUp();
    assert.equal(events.state.value, "offline");
  }
  world.pass(pause(3, 1));
  world.wire.accept(READY);
  world.wire.hangUp();
  world.pass(pause(0, 1));
  assert.equal(world.wires.length, 6);
});

test("a socket that is accepted and closed again before it greets isn't asked without pause", () => {
  const world = new FakeWorld();
  new Events(world).connect();
  for (let tried = 0; tried < 4; tried += 1) {
    world.wire.accept();
    world.wire.hangUp();
    world.pass(pause(tried, 1));
  }
  assert.equal(world.wires.length, 5);
  world.wire.hangUp();
  world.pass(pause(0, 1));
  assert.equal(world.wires.length, 5);
});

test("silence is asked about, and a connection that doesn't answer is given up", () => {
  const [world, events] = connected();
  world.pass(PING_MS);
  assert.deepEqual(world.wire.sent, ['{"kind":"ping"}']);
  world.wire.say({ kind: "pong" });
  world.pass(PING_MS);
  assert.equal(world.wire.sent.length, 2);
  world.pass(PATIENCE_MS);
  assert.equal(events.state.value, "connecting");
  world.pass(pause(0, 1));
  assert.equal(world.wires.length, 2);
});

test("a connection that never opens is given up", () => {
  const world = new FakeWorld();
  const events = new Events(world);
  events.connect();
  world.pass(PATIENCE_MS);
  assert.equal(events.state.value, "offline");
  world.pass(pause(0, 1));
  assert.equal(world.wires.length, 2);
});

test("a page that is looked at again doesn't wait for the pause to end", () => {
  const [world] = connected();
  world.wire.hangUp();
  world.wake();
  assert.equal(world.wires.length, 2);
  world.pass(pause(0, 1));
  assert.equal(world.wires.length, 2);
  world.wire.accept(READY);
  world.wake();
  assert.deepEqual(world.wire.sent, ['{"kind":"ping"}']);
});

test("what is said while it is away is told as not heard", () => {
  const [world, events] = connected();
  assert.equal(events.send({ kind: "here" }), true);
  assert.deepEqual(world.wire.sent, ['{"kind":"here"}']);
  world.wire.hangUp();
  assert.equal(events.send({ kind: "here" }), false);
});

test("what an abandoned socket still says isn't heard", () => {
  const [world, events] = connected();
  const old = world.wire;
  const late = old.onmessage;
  old.hangUp();
  world.wake();
  late?.({ data: '{"kind":"job","id":99,"data":{}}' });
  world.wire.hangUp();
  world.wake();
  assert.equal(world.wire.after, "7");
  assert.notEqual(events.state.value, "open");
});

test("one listener's fault doesn't keep the others from hearing", () => {
  const reported: unknown[] = [];
  globalThis.reportError = (error: unknown) => void reported.push(error);
  const [world, events] = connected();
  let heard = 0;
  events.on("job", () => {
    throw new Error("a fault");
  });
  events.on("job", () => {
    heard += 1;
  });
  world.wire.say({ kind: "job", id: 8, data: {} });
  assert.deepEqual([heard, reported.length], [1, 1]);
});
