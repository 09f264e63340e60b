import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, distributed, type Edge, type Item } from "./align.ts";
import { union } from "./boxes.ts";

const item = (id: string, left: number, top: number, width: number, height: number): Item => ({ id, box: { left, top, width, height } });
const ITEMS = [item("a", 0, 0, 10, 10), item("b", 50, 20, 20, 40), item("c", 200, 5, 30, 20)];

const moved = (items: readonly Item[], moves: readonly { id: string; dx: number; dy: number }[]): readonly Item[] =>
  items.map((one) => {
    const move = moves.find((other) => other.id === one.id) ?? { dx: 0, dy: 0 };
    return item(one.id, one.box.left + move.dx, one.box.top + move.dy, one.box.width, one.box.height);
  });

test("aligned boxes share the edge, and only their own axis changes", () => {
  const within = union(ITEMS.map((one) => one.box))!;
  const place: Readonly<Record<Edge, (one: Item) => number>> = {
    left: ({ box }) => box.left,
    centre: ({ box }) => box.left + box.width / 2,
    right: ({ box }) => box.left + box.width,
    top: ({ box }) => box.top,
    middle: ({ box }) => box.top + box.height / 2,
    bottom: ({ box }) => box.top + box.height,
  };
  for (const edge of Object.keys(place) as Edge[]) {
    const done = moved(ITEMS, aligned(ITEMS, edge, within));
    assert.equal(new Set(done.map(place[edge])).size, 1, edge);
    const other = edge === "left" || edge === "centre" || edge === "right" ? "dy" : "dx";
    assert.ok(aligned(ITEMS, edge, within).every((move) => move[other] === 0));
  }
});

test("one box alone is centred on the canvas", () => {
  const canvas = { left: 0, top: 0, width: 100, height: 100 };
  assert.deepEqual(aligned([ITEMS[1]!], "centre", canvas), [{ id: "b", dx: -10, dy: 0 }]);
});

test("distributing makes the gaps equal and leaves the outer boxes alone", () => {
  const done = moved(ITEMS, distributed(ITEMS, "x", "gaps")).map((one) => one.box);
  const gap = (a: number, b: number): number => done[b]!.left - done[a]!.left - done[a]!.width;
  assert.equal(gap(0, 1), gap(1, 2));
  assert.equal(done[0]!.left, 0);
  assert.equal(done[2]!.left, 200);
});

test("distributing by centres makes their steps equal", () => {
  const done = moved(ITEMS, distributed(ITEMS, "y", "centres")).map((one) => one.box.top + one.box.height / 2).sort((a, b) => a - b);
  assert.equal(done[1]! - done[0]!, done[2]! - done[1]!);
});

test("two boxes have nothing between them to distribute", () => {
  assert.deepEqual(distributed(ITEMS.slice(0, 2), "x", "gaps"), []);
});
