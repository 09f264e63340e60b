import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf, cardActOf, type Pressed } from "./keys.ts";

const key = (name: string, more: Partial<Pressed> = {}): Pressed => ({
  key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more,
});

test("one key decides, letters in either case", () => {
  const acts = ["a", "A", "e", "r", "d", "z", "j", "k", " "].map((name) => actOf(key(name), "page"));
  assert.deepEqual(acts, ["accept", "accept", "edit", "retry", "drop", "undo", "next", "previous", "compare"]);
  assert.deepEqual(["ArrowRight", "ArrowUp"].map((name) => actOf(key(name), "page")), ["next", "previous"]);
  assert.equal(actOf(key("x"), "page"), null);
});

test("what has the focus keeps its own keys", () => {
  assert.equal(actOf(key("a"), "text"), null);
  assert.equal(actOf(key("ArrowRight"), "slider"), null);
  assert.equal(actOf(key("j"), "slider"), "next");
  assert.equal(actOf(key(" "), "button"), null);
  assert.equal(actOf(key("d"), "button"), "drop");
});

test("keys of the browser and the system stay theirs", () => {
  assert.equal(actOf(key("a", { ctrlKey: true }), "page"), null);
  assert.equal(actOf(key("r", { metaKey: true }), "page"), null);
  assert.equal(actOf(key("d", { altKey: true }), "page"), null);
  assert.equal(actOf(key("z", { ctrlKey: true }), "page"), "undo");
  assert.equal(actOf(key("A", { shiftKey: true }), "page"), null);
});

test("the picture is zoomed by the keys of every keyboard, not the page by the browser's", () => {
  const acts = ["+", "=", "-", "0", "1"].map((name) => actOf(key(name), "button"));
  assert.deepEqual(acts, ["in", "in", "out", "fit", "actual"]);
  assert.equal(actOf(key("+", { shiftKey: true }), "page"), "in");
  assert.equal(actOf(key("+", { ctrlKey: true }), "page"), null);
  assert.equal(actOf(key("0"), "text"), null);
});

test("on a card the arrows and the space are the grid's", () => {
  assert.deepEqual([" ", "ArrowDown", "j"].map((name) => cardActOf(key(name))), [null, null, null]);
  assert.deepEqual(["a", "d", "z", "0"].map((name) => cardActOf(key(name))), ["accept", "drop", "undo", null]);
});
