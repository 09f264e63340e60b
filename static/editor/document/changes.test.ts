import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../../../tests/editing/scene.ts";
import { aside } from "./aside.ts";
import { compact, pieces } from "./compact.ts";
import { shared } from "./sharing.ts";
import type { Change } from "./types.ts";

const gone: Change = { op: "remove", layer: "b" };

test("of many values for one field the last is kept, and of its parts those that come after it", () => {
  const patch = [put("a", "x", 1), put("a", "recipe.blur", 2), put("a", "x", 3), put("a", "recipe", {}), put("a", "recipe.gamma", 2)];
  assert.deepEqual(compact(patch), patch.slice(2));
  const one = [put("a", "x", 1), put("b", "x", 1)];
  assert.equal(compact(one), one);
});

test("what was set before layers came or went stays", () => {
  const patch = [put("a", "x", 1), gone, put("a", "x", 2)];
  assert.deepEqual(compact(patch), patch);
});

test("a long patch goes in pieces", () => {
  assert.deepEqual(pieces([gone, gone, gone], 2), [[gone, gone], [gone]]);
});

test("an undo leaves alone what others wrote since", () => {
  const move: Change = { op: "move", layer: "a", parent: "", below: "" };
  const own = [put("a", "x", 1), put("a", "recipe.blur", 2), put("b", "x", 3), move];
  assert.deepEqual(aside(own, [put("a", "x", 9)]), own.slice(1));
  assert.deepEqual(aside(own, [put("a", "recipe", {})]), [own[0], own[2], move]);
  assert.deepEqual(aside(own, [move]), own.slice(0, 3));
  assert.equal(aside(own, [put("c", "x", 9), gone]), own);
});

test("of an object that an undo puts back, the part that others wrote stays theirs", () => {
  const theirs = [put("a", "recipe.blur", 9)];
  assert.deepEqual(aside([put("a", "recipe", null)], theirs), [put("a", "recipe", { blur: 9 })]);
  assert.deepEqual(aside([put("a", "recipe", { blur: 1, gamma: 2 })], theirs), [put("a", "recipe", { blur: 9, gamma: 2 })]);
  assert.deepEqual(aside([put("a", "strokes", [1])], [put("a", "strokes.+", 2)]), [put("a", "strokes", [1, 2])]);
  assert.deepEqual(aside([put("a", "strokes.-", 1)], [put("a", "strokes.+", 2)]), [put("a", "strokes.-", 1)]);
  assert.deepEqual(aside([put("a", "text", null)], [put("a", "text.size", 9)]), []);
});

test("what is equal keeps its identity, layers by their ids", () => {
  const old = { list: [{ id: "a", at: [1] }, { id: "b", at: [2] }], name: "x" };
  const fresh = structuredClone({ ...old, list: [{ id: "n", at: [] }, ...old.list], name: "x" });
  const made = shared(old, fresh);
  assert.deepEqual(made, fresh);
  assert.equal(made.list[1], old.list[0]);
  assert.equal(shared(old, structuredClone(old)), old);
  assert.deepEqual(shared([1, 2], { a: 1 }), { a: 1 });
});
