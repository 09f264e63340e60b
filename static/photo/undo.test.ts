import assert from "node:assert/strict";
import { test } from "node:test";
import { push, redo, start, undo } from "./undo.ts";

test("undo and redo walk the same line", () => {
  const made = push(push(start("a"), "b"), "c");
  const back = undo(undo(made));
  assert.equal(back.now, "a");
  assert.equal(redo(redo(back)).now, "c");
});

test("a new change after undo ends the old future", () => {
  const branched = push(undo(push(start("a"), "b")), "c");
  assert.equal(redo(branched).now, "c");
  assert.equal(undo(branched).now, "a");
});

test("a moving slider is one change", () => {
  const slid = push(push(push(start(0), 1), 2, true), 3, true);
  assert.equal(slid.now, 3);
  assert.equal(undo(slid).now, 0);
});

test("at the ends nothing happens", () => {
  assert.equal(undo(start("a")).now, "a");
  assert.equal(redo(start("a")).now, "a");
});
