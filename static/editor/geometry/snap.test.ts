import assert from "node:assert/strict";
import { test } from "node:test";
import { snapMove, snapSides, type Surroundings } from "./snap.ts";

const EMPTY: Surroundings = { canvas: { width: 1000, height: 800 }, others: [], guides: [], threshold: 6 };
const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

test("a box near the canvas's middle is centred, and the line says so", () => {
  const done = snapMove(box(453, 100, 100, 100), EMPTY);
  assert.equal(done.dx, -3);
  assert.equal(done.dy, 0);
  assert.deepEqual(done.lines.map((line) => [line.kind, line.axis, line.at, line.label]), [["canvas", "x", 500, "centre"]]);
});

test("what is farther away than the threshold stays where it is", () => {
  assert.deepEqual(snapMove(box(440, 100, 100, 100), EMPTY), { dx: 0, dy: 0, lines: [], gaps: [] });
});

test("edges snap to the edges of other layers, with the distance between them", () => {
  const done = snapMove(box(204, 500, 80, 80), { ...EMPTY, others: [box(200, 100, 60, 60)] });
  assert.equal(done.dx, -4);
  assert.deepEqual(done.lines.find((line) => line.axis === "x"), { kind: "layer", axis: "x", at: 200, from: 100, to: 580, label: "340" });
});

test("a guide of the document holds a box", () => {
  const done = snapMove(box(301, 300, 50, 50), { ...EMPTY, guides: [{ axis: "x", at: 300 }] });
  assert.equal(done.dx, -1);
  assert.equal(done.lines[0]?.kind, "guide");
});

test("a third box finds the gap of the first two", () => {
  const others = [box(100, 300, 100, 100), box(240, 300, 100, 100)];
  const done = snapMove(box(378, 311, 100, 90), { ...EMPTY, others });
  assert.equal(done.dx, 2);
  assert.deepEqual(done.gaps.map((gap) => [gap.axis, gap.from, gap.to, gap.label]), [["x", 200, 240, "40"], ["x", 340, 380, "40"]]);
});

test("a box between two others stands in the middle", () => {
  const others = [box(100, 300, 100, 100), box(600, 300, 100, 100)];
  const done = snapMove(box(347, 311, 101, 90), { ...EMPTY, others });
  assert.equal(done.dx, 2.5);
  assert.equal(done.gaps.length, 2);
});

test("only the side that is dragged snaps", () => {
  const done = snapSides(box(0, 0, 497, 403), { x: 1, y: 0 }, EMPTY);
  assert.equal(done.dx, 3);
  assert.equal(done.dy, 0);
  assert.deepEqual(done.lines.map((line) => line.axis), ["x"]);
});

test("a large photo behind a row of icons doesn't hide their gaps", () => {
  const others = [box(90, 730, 120, 100), box(270, 730, 120, 100), box(233, 300, 734, 497)];
  assert.equal(snapMove(box(453, 733, 120, 100), { ...EMPTY, others, threshold: 8.5 }).dx, -3);
});

test("boxes of one size share three lines and one label", () => {
  const done = snapMove(box(400, 302, 80, 80), { ...EMPTY, others: [box(100, 300, 80, 80)] });
  assert.deepEqual(done.lines.filter((line) => line.axis === "y").map((line) => line.label), ["220", "", ""]);
});

/** A small generator with a seed, so that a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("whatever lies around: a step is never longer than the threshold, and snapping again moves nothing", () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const next = numbers(seed);
    const any = (): ReturnType<typeof box> => box(Math.round(next() * 900), Math.round(next() * 700), 10 + Math.round(next() * 200), 10 + Math.round(next() * 200));
    const around: Surroundings = {
      ...EMPTY,
      others: Array.from({ length: Math.floor(next() * 6) }, any),
      guides: next() < 0.5 ? [{ axis: next() < 0.5 ? "x" : "y", at: Math.round(next() * 800) }] : [],
      threshold: next() * 12,
    };
    const moving = { ...any(), left: next() * 900, top: next() * 700 };
    const done = snapMove(moving, around);
    assert.ok(Math.abs(done.dx) <= around.threshold && Math.abs(done.dy) <= around.threshold, `seed ${seed}`);
    const there = { ...moving, left: moving.left + done.dx, top: moving.top + done.dy };
    const again = snapMove(there, { ...around, threshold: 1e-6 });
    assert.ok(Math.abs(again.dx) < 1e-5 && Math.abs(again.dy) < 1e-5, `seed ${seed} moves again`);
    if (done.dx !== 0) assert.ok(done.lines.some((line) => line.axis === "x") || done.gaps.some((gap) => gap.axis === "x"), `seed ${seed} shows no line`);
  }
});
