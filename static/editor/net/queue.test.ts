import assert from "node:assert/strict";
import { test } from "node:test";
import { StudioError } from "./errors.ts";
import { MAX_TRIES, pause, Queue } from "./queue.ts";

const busy = () => new StudioError("busy", 503, "Busy.", "", 2);

test("no more than the given number run at once, in the order they came", async () => {
  const queue = new Queue(2);
  const started: number[] = [];
  const release: Array<() => void> = [];
  const work = (n: number) => () => {
    started.push(n);
    return new Promise<void>((done) => release.push(done));
  };
  const all = [1, 2, 3].map((n) => queue.run(work(n)));
  await Promise.resolve();
  assert.deepEqual(started, [1, 2]);
  assert.equal(queue.waiting, 1);
  release[0]?.();
  await all[0];
  await new Promise((done) => setTimeout(done, 0));
  assert.deepEqual(started, [1, 2, 3]);
  release.slice(1).forEach((done) => done());
  await Promise.all(all);
});

test("a busy studio is asked again after the pause it named", async () => {
  const waits: number[] = [];
  const queue = new Queue(1, async (seconds) => void waits.push(seconds));
  let tries = 0;
  const result = await queue.run(async () => {
    tries += 1;
    if (tries < 3) throw busy();
    return "done";
  });
  assert.equal(result, "done");
  assert.deepEqual(waits, [2, 2]);
});

test("a refusal is final, and patience ends", () => {
  assert.equal(pause(new StudioError("not_a_picture", 415, "No."), 0), null);
  assert.equal(pause(busy(), MAX_TRIES), null);
  assert.equal(pause(new Error("a bug"), 0), null);
  assert.equal(pause(new StudioError("quota_exceeded", 429, "Full."), 0), null);
  assert.equal(pause(new StudioError("rate_limited", 429, "Slowly.", "", 3), 0), 3);
});

test("a lost connection is tried again in growing steps", () => {
  const lost = new StudioError("offline", 0, "Away.");
  assert.deepEqual([0, 1, 2, 5].map((tried) => pause(lost, tried)), [0.5, 1, 2, 8]);
});

test("a failed piece of work gives its place to the next", async () => {
  const queue = new Queue(1);
  await assert.rejects(queue.run(() => Promise.reject(new StudioError("x", 400, "No."))));
  assert.equal(await queue.run(() => Promise.resolve(7)), 7);
});
