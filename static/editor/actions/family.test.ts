import assert from "node:assert/strict";
import { test } from "node:test";
import { apply as changed } from "../document/changes.ts";
import { wholeDoc } from "../document/defaults.ts";
import { everyLayer } from "../document/tree.ts";
import type { Doc, Layer } from "../document/types.ts";
import { apply } from "../geometry/affine.ts";
import { seats } from "../geometry/world.ts";
import { entering, leaving } from "./family.ts";
import { dropped, grouped, ungrouped } from "./grouping.ts";
import { ordered } from "./order.ts";

const shape = (id: string, more: Partial<Layer> = {}): Partial<Layer> => ({
  id, kind: "shape", shape: { form: "rectangle", fill: "#ff0000" }, x: 100, y: 80, width: 60, height: 40, ...more,
} as Partial<Layer>);
const docOf = (...layers: Partial<Layer>[]): Doc => wholeDoc({ canvas: { width: 800, height: 600 }, layers });
const ids = (...all: string[]): ReadonlySet<string> => new Set(all);

/** Where the corners of every layer that shows pixels lie on the canvas. */
function corners(doc: Doc): Map<string, readonly number[]> {
  const all = new Map<string, readonly number[]>();
  for (const { layer, map } of seats(doc.layers).values()) {
    if (layer.kind === "group") continue;
    const at = [[0, 0], [layer.width, 0], [0, layer.height]].flatMap(([x = 0, y = 0]) => {
      const point = apply(map, { x, y });
      return [point.x, point.y];
    });
    all.set(layer.id, at);
  }
  return all;
}

function sameOnScreen(before: Doc, after: Doc): void {
  const now = corners(after);
  for (const [id, numbers] of corners(before)) {
    numbers.forEach((number, index) => assert.ok(Math.abs(number - (now.get(id)?.[index] ?? NaN)) < 1e-6, `${id} moved`));
  }
}

const TURNED = { rotation: 30, flipX: true };
const WITH_GROUP = docOf(
  shape("floor"),
  { id: "group", kind: "group", x: 400, y: 300, width: 300, height: 200, rotation: 40, flipY: true, opacity: 0.5,
    layers: [shape("a", { x: 50, y: 60, rotation: 10 }), shape("b", { x: 200, y: 120, ...TURNED })] as Layer[] },
  shape("roof", { x: 500, y: 50, rotation: 75, flipX: true, flipY: true }),
);

test("into a group and out again is where it was, turned and mirrored as it may be", () => {
  for (const flipX of [false, true]) for (const flipY of [false, true]) {
    const group = { x: 30, y: 70, width: 90, height: 50, rotation: 33, flipX, flipY };
    const back = leaving(group, entering(group, { x: 5, y: -9, rotation: 280, flipX: true, flipY: false }));
    assert.ok(Math.hypot(back.x - 5, back.y + 9) < 1e-9);
    assert.ok(Math.abs(back.rotation - 280) < 1e-9);
    assert.deepEqual([back.flipX, back.flipY], [true, false]);
  }
});

test("grouping leaves every layer where it is, and its box is whole px around them with effects", () => {
  const doc = docOf(shape("a", { ...TURNED, effects: [{ kind: "outline", recipe: { outline: 10 } }] }), shape("b", { x: 300.3, y: 200.7 }));
  const done = grouped(doc, ids("a", "b"), "g", "Group");
  assert.ok(done);
  const [after] = changed(doc, done.patch);
  sameOnScreen(doc, after);
  const [group] = after.layers;
  assert.deepEqual(after.layers.map((layer) => layer.id), ["g"]);
  assert.deepEqual(group?.layers.map((layer) => layer.id), ["a", "b"]);
  assert.ok([group!.width, group!.height, group!.x - group!.width / 2].every(Number.isInteger));
  assert.ok(group!.x - group!.width / 2 <= 100 - 60 / 2 - 10);
});

test("layers of different groups meet in the group of the topmost", () => {
  const done = grouped(WITH_GROUP, ids("b", "roof"), "g", "Group");
  const [after] = changed(WITH_GROUP, done!.patch);
  sameOnScreen(WITH_GROUP, after);
  assert.deepEqual(after.layers.map((layer) => layer.id), ["floor", "group", "g"]);
});

test("a group inside a chosen group goes along with it", () => {
  const done = grouped(WITH_GROUP, ids("group", "a"), "g", "Group");
  const [after] = changed(WITH_GROUP, done!.patch);
  assert.deepEqual([...everyLayer(after.layers)].map((layer) => layer.id), ["floor", "g", "group", "a", "b", "roof"]);
});

test("ungrouping leaves every layer where it is and takes over the group's opacity", () => {
  const done = ungrouped(WITH_GROUP, ids("group"));
  const [after] = changed(WITH_GROUP, done!.patch);
  sameOnScreen(WITH_GROUP, after);
  assert.deepEqual(after.layers.map((layer) => layer.id), ["floor", "a", "b", "roof"]);
  assert.equal(after.layers[1]?.opacity, 0.5);
  assert.deepEqual(done!.chosen, ["a", "b"]);
});

test("every one of these is undone by its inverse", () => {
  for (const patch of [grouped(WITH_GROUP, ids("floor", "roof"), "g", "G")!.patch, ungrouped(WITH_GROUP, ids("group"))!.patch, dropped(WITH_GROUP, ids("floor"), "group", "a")!]) {
    const [after, inverse] = changed(WITH_GROUP, patch);
    assert.deepEqual(corners(changed(after, inverse)[0]), corners(WITH_GROUP));
  }
});

test("a layer dropped into a group stays in place, and the group grows to show it", () => {
  const patch = dropped(WITH_GROUP, ids("floor"), "group", "a");
  const [after] = changed(WITH_GROUP, patch!);
  sameOnScreen(WITH_GROUP, after);
  const group = after.layers[0]!;
  assert.deepEqual(group.layers.map((layer) => layer.id), ["a", "floor", "b"]);
  const own = group.layers[1]!;
  assert.ok(own.x - 36 >= -1 && own.x <= group.width && own.y <= group.height);
});

test("a layer dropped out of its group stays in place", () => {
  const [after] = changed(WITH_GROUP, dropped(WITH_GROUP, ids("b"), "", "roof")!);
  sameOnScreen(WITH_GROUP, after);
  assert.deepEqual(after.layers.map((layer) => layer.id), ["floor", "group", "roof", "b"]);
});

test("a group can't be dropped into itself; several keep their order; one of them is no floor", () => {
  assert.equal(dropped(WITH_GROUP, ids("group"), "group", "a"), null);
  const doc = docOf(shape("1"), shape("2"), shape("3"), shape("4"));
  const [after] = changed(doc, dropped(doc, ids("1", "3"), "", "3")!);
  assert.deepEqual(after.layers.map((layer) => layer.id), ["2", "1", "3", "4"]);
});

test("forward and backward step over one, front and back over all, and the ends hold", () => {
  const doc = docOf(shape("1"), shape("2"), shape("3"), shape("4"));
  const after = (way: "front" | "forward" | "backward" | "back", ...chosen: string[]): string =>
    changed(doc, ordered(doc.layers, ids(...chosen), way))[0].layers.map((layer) => layer.id).join("");
  assert.equal(after("forward", "1"), "2134");
  assert.equal(after("forward", "1", "2"), "3124");
  assert.equal(after("backward", "4", "2"), "2143");
  assert.equal(after("front", "1", "3"), "2413");
  assert.equal(after("back", "4", "2"), "2413");
  assert.deepEqual(ordered(doc.layers, ids("4"), "front"), []);
  assert.deepEqual(ordered(doc.layers, ids("1", "2"), "backward"), []);
});

test("layers are ordered inside their own group", () => {
  const [after] = changed(WITH_GROUP, ordered(WITH_GROUP.layers, ids("a", "roof"), "forward"));
  assert.deepEqual([...everyLayer(after.layers)].map((layer) => layer.id), ["floor", "group", "b", "a", "roof"]);
});
