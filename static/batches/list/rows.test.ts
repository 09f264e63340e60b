import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../shared/api.ts";
import { joined, moved, pageOf } from "./rows.ts";

const COUNTS = { waiting: 2, running: 0, passed: 0, review: 0, failed: 0, dropped: 0, total: 2, done: 0, unreadable: 0 };
const batch = (id: string, state: Batch["state"] = "draft"): Batch => ({
  id, state, counts: COUNTS, per_minute: null, seconds_left: null, name: id, recipe: {}, hook: "", created: "", started: null, finished: null,
});

test("news change one batch and leave its name", () => {
  const counts = { ...COUNTS, waiting: 1, passed: 1, done: 1 };
  const after = moved([batch("a"), batch("b")], { id: "b", state: "running", counts, per_minute: 60, seconds_left: 1 });
  assert.deepEqual(after?.map((one) => [one.name, one.state, one.counts.passed]), [["a", "draft", 0], ["b", "running", 1]]);
});

test("news of a batch that isn't shown say that the list is old", () => {
  assert.equal(moved([batch("a")], { ...batch("z"), state: "running" }), null);
});

test("pages join without showing a batch twice", () => {
  const both = joined([batch("a"), batch("b")], [batch("b", "done"), batch("c")]);
  assert.deepEqual(both.map((one) => [one.id, one.state]), [["a", "draft"], ["b", "done"], ["c", "draft"]]);
});

test("a batch that hasn't begun leads to its recipe", () => {
  assert.equal(pageOf(batch("a")), "/batches/a/recipe");
  assert.equal(pageOf(batch("a", "paused")), "/batches/a");
});
