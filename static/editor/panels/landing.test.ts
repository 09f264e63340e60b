import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeDoc } from "../document/defaults.ts";
import { between, landing, zoneOf, type Row } from "./landing.ts";

const { layers } = wholeDoc({
  canvas: { width: 100, height: 100 },
  layers: [
    { id: "floor", kind: "shape", width: 1, height: 1 },
    { id: "group", kind: "group", width: 1, height: 1, layers: [
      { id: "low", kind: "shape", width: 1, height: 1 }, { id: "high", kind: "shape", width: 1, height: 1 },
    ] },
    { id: "roof", kind: "shape", width: 1, height: 1 },
  ],
});
const rowOf = (layer: Row["layer"], parent = ""): Row => ({ layer, parent, level: parent ? 2 : 1, position: 1, siblings: 1, dimmed: false });
const [floor, group, roof] = layers.map((layer) => rowOf(layer)) as [Row, Row, Row];
const [low, high] = group.layer.layers.map((layer) => rowOf(layer, "group")) as [Row, Row];

test("a layer is dropped before or behind a row; a group also takes it in", () => {
  assert.deepEqual([0.1, 0.4, 0.6, 0.9].map((share) => zoneOf(floor, share)), ["above", "above", "below", "below"]);
  assert.deepEqual([0.1, 0.5, 0.9].map((share) => zoneOf(group, share)), ["above", "into", "below"]);
});

test("what is dropped lies right there: in front of the row, behind it, or on top of its group", () => {
  assert.deepEqual(landing(roof, "above", layers, true), { parent: "", below: "roof" });
  assert.deepEqual(landing(roof, "below", layers, true), { parent: "", below: "group" });
  assert.deepEqual(landing(floor, "below", layers, true), { parent: "", below: "" });
  assert.deepEqual(landing(group, "into", layers, false), { parent: "group", below: "high" });
  assert.deepEqual(landing(low, "below", layers, true), { parent: "group", below: "" });
  assert.deepEqual(landing(high, "above", layers, true), { parent: "group", below: "high" });
});

test("below an open group is inside it, below a closed one is behind it", () => {
  assert.deepEqual(landing(group, "below", layers, true), { parent: "group", below: "high" });
  assert.deepEqual(landing(group, "below", layers, false), { parent: "", below: "floor" });
});

test("a range goes from one row to the other, whichever comes first", () => {
  const all = [roof, group, high, low, floor];
  assert.deepEqual(between(all, "high", "floor"), ["high", "low", "floor"]);
  assert.deepEqual(between(all, "floor", "low"), ["low", "floor"]);
  assert.deepEqual(between(all, "gone", "low"), ["low"]);
});
