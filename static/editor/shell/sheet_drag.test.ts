import assert from "node:assert/strict";
import { test } from "node:test";
import { restOf, step } from "./sheet_drag.ts";

const HEIGHTS = { peek: 140, half: 420, full: 780 };

test("a sheet let go slowly rests at what is nearest", () => {
  assert.deepEqual([100, 200, 300, 500, 700, 900].map((height) => restOf(height, 0, HEIGHTS)), ["peek", "peek", "half", "half", "full", "full"]);
});

test("a flick goes on in its direction", () => {
  assert.equal(restOf(160, 1, HEIGHTS), "half");
  assert.equal(restOf(400, -1, HEIGHTS), "peek");
  assert.equal(restOf(430, 1, HEIGHTS), "full");
});

test("keys go one step and stay at the ends", () => {
  assert.deepEqual([step("peek", 1), step("half", 1), step("full", 1), step("peek", -1)], ["half", "full", "full", "peek"]);
});
