import assert from "node:assert/strict";
import { test } from "node:test";
import { Selection } from "./selection.ts";

const ORDER = ["a", "b", "c", "d", "e"];

test("a range goes from the last one touched, in either direction, and keeps the rest", () => {
  const selection = new Selection();
  selection.toggle("d");
  selection.range("b", ORDER);
  assert.deepEqual(selection.keys(ORDER), ["b", "c", "d"]);
  selection.toggle("a");
  selection.toggle("a");
  selection.range("b", ORDER);
  assert.deepEqual(selection.keys(ORDER), ["a", "b", "c", "d"]);
});

test("a range without a beginning selects the one thing", () => {
  const selection = new Selection();
  selection.range("c", ORDER);
  assert.deepEqual(selection.keys(ORDER), ["c"]);
  selection.range("nowhere", ORDER);
  assert.equal(selection.size, 1);
});

test("the answer comes in the order shown, whatever the order of the clicks", () => {
  const selection = new Selection();
  for (const key of ["e", "a", "c"]) selection.toggle(key);
  assert.deepEqual(selection.keys(ORDER), ["a", "c", "e"]);
  assert.deepEqual(selection.keys(["c"]), ["c", "e", "a"]);
});

test("every change is told, and nothing else", () => {
  let told = 0;
  const selection = new Selection(() => (told += 1));
  selection.clear();
  assert.equal(told, 0);
  selection.all(ORDER);
  selection.drop(["a"]);
  selection.clear();
  assert.deepEqual([told, selection.size], [3, 0]);
});
