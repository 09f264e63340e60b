import assert from "node:assert/strict";
import { test } from "node:test";
import { StudioError } from "../net/errors.ts";
import { Maker, type Answer, type Wish, type World } from "./maker.ts";
import type { Made } from "./types.ts";

const made = (key: string): Made => ({
  key, url: `/p/${key}`, download: "", file_name: key, width: 1, height: 1, bytes: 1, content_type: "image/png",
  warnings: [], engines: {}, encoding: null, checks: [],
});
const LATER: Answer = { progress: { stage: "drawing", place: null, seconds: null } };

/** A world whose answers are given by hand. */
class Hands implements World {
  readonly asked: { wish: Wish; wait: number; answer: (answer: Answer) => void; refuse: (error: unknown) => void }[] = [];
  readonly sleeps: number[] = [];
  saved = true;

  async flushed(): Promise<void> {
    if (!this.saved) throw new StudioError("offline", 0, "The studio can't be reached.");
  }

  ask(wish: Wish, wait: number, _signal: AbortSignal): Promise<Answer> {
    return new Promise((answer, refuse) => this.asked.push({ wish, wait, answer, refuse }));
  }

  async sleep(seconds: number): Promise<void> {
    this.sleeps.push(seconds);
  }
}

/** Lets everything that can go on go on. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

test("edits are saved before the file is asked for", async () => {
  const world = new Hands();
  world.saved = false;
  const maker = new Maker(world);
  maker.want({ preset: "web" });
  await settle();
  assert.equal(world.asked.length, 0);
  assert.equal(maker.state.value.kind, "failed");
});

test("it asks again until the file is there, and tells how far it is", async () => {
  const world = new Hands();
  const maker = new Maker(world);
  maker.want({ preset: "web" });
  await settle();
  world.asked[0]!.answer(LATER);
  await settle();
  assert.deepEqual(maker.state.value, { kind: "making", ...LATER });
  world.asked[1]!.answer({ made: made("a") });
  await settle();
  assert.equal(maker.state.value.kind, "made");
  assert.equal(maker.made.value?.key, "a");
  assert.ok(world.asked[1]!.wait > world.asked[0]!.wait);
});

test("an answer to an older wish is not shown", async () => {
  const world = new Hands();
  const maker = new Maker(world);
  maker.want({ quality: 10 });
  await settle();
  maker.want({ quality: 20 });
  await settle();
  world.asked[1]!.answer({ made: made("new") });
  world.asked[0]!.answer({ made: made("old") });
  await settle();
  assert.equal(maker.made.value?.key, "new");
});

test("while a control moves nothing is asked", async () => {
  const world = new Hands();
  const maker = new Maker(world);
  for (const quality of [1, 2, 3]) maker.want({ quality });
  await settle();
  assert.deepEqual(world.asked.map((one) => one.wish), [{ quality: 3 }]);
});

test("a busy studio is asked again, a refusal is shown", async () => {
  const world = new Hands();
  const maker = new Maker(world);
  maker.want({});
  await settle();
  world.asked[0]!.refuse(new StudioError("busy", 503, "Busy.", "", 3));
  await settle();
  assert.equal(maker.state.value.kind, "making");
  assert.ok(world.sleeps.includes(3));
  world.asked[1]!.refuse(new StudioError("budget_too_small", 400, "Too small.", "Allow more."));
  await settle();
  const { state } = maker;
  assert.equal(state.value.kind === "failed" && state.value.error.remedy, "Allow more.");
});

test("the last file stays while the next one is made", async () => {
  const world = new Hands();
  const maker = new Maker(world);
  maker.want({});
  await settle();
  world.asked[0]!.answer({ made: made("a") });
  await settle();
  maker.want({ quality: 5 });
  assert.equal(maker.made.value?.key, "a");
  assert.equal(maker.state.value.kind, "making");
});
