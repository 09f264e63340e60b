import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, estimated, inWords, lasting, paced } from "./words.ts";

const NONE = { waiting: 0, running: 0, passed: 0, review: 0, failed: 0, dropped: 0, total: 0, done: 0, unreadable: 0 };

test("times are told in two units at most", () => {
  assert.deepEqual([0, 59, 60, 70, 3600, 7500].map(lasting), ["0 s", "59 s", "1 min", "1 min 10 s", "1 h", "2 h 5 min"]);
});

test("an estimate claims no more than it knows, and never nothing", () => {
  assert.deepEqual([0.2, 68, 301, 700].map(estimated), ["5 s", "1 min 10 s", "5 min 10 s", "12 min"]);
});

test("pace and rest are told when they are known", () => {
  assert.equal(paced({ seconds_left: 68, per_minute: 67.6 }), "about 1 min 10 s left · 68 per minute");
  assert.equal(paced({ seconds_left: null, per_minute: 3.25 }), "3.3 per minute");
  assert.equal(paced({ seconds_left: null, per_minute: null }), "");
});

test("counts become words, without the states that nothing is in", () => {
  assert.equal(inWords({ ...NONE, passed: 1112, review: 7, waiting: 3, dropped: 2 }), "1,112 passed, 7 to review, 3 waiting");
  assert.equal(inWords(NONE), "no photos");
  assert.equal(counted(1, "photo"), "1 photo");
  assert.equal(counted(2000, "photo"), "2,000 photos");
});
