import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeLayer } from "../document/defaults.ts";
import { pictured, same, wishOf } from "./wishes.ts";

const layer = wholeLayer({ id: "a", kind: "image", source: "s", width: 20, height: 10, x: 5, y: 6 });

test("a layer that is moved, turned, faded or renamed keeps its picture", () => {
  const moved = { ...layer, x: 50, rotation: 30, opacity: 0.5, blend: "multiply" as const, name: "New", flipX: true };
  assert.ok(same(wishOf(layer, 1), wishOf(moved, 1)));
  assert.ok(same(wishOf(layer, 1), wishOf({ ...moved, y: 7 }, 1, moved)));
});

test("another crop, size, recipe or scale is another picture", () => {
  const others = [{ crop: [0, 0, 0.5, 1] as const }, { width: 21 }, { recipe: { blur: 2 } }, { clip: "circle" }];
  for (const other of others) assert.ok(!same(wishOf(layer, 1), wishOf({ ...layer, ...other }, 1, layer)));
  assert.ok(!same(wishOf(layer, 1), wishOf(layer, 2)));
});

test("a plain group is drawn by what it holds, one with effects by itself, hidden ones not at all", () => {
  const group = wholeLayer({ id: "g", kind: "group", width: 9, height: 9, layers: [layer, { ...layer, id: "b", hidden: true }] });
  const ids = (one: typeof group): string[] => [...pictured([one])].map((found) => found.id);
  assert.deepEqual(ids(group), ["a"]);
  assert.deepEqual(ids({ ...group, effects: [{ kind: "shadow", recipe: { shadow: 4 } }] }), ["g"]);
  assert.deepEqual(ids({ ...group, hidden: true }), []);
});
