import assert from "node:assert/strict";
import { test } from "node:test";
import { barPlace } from "./bar_place.ts";

const BAR = { width: 300, height: 40 };
const ROOM = { width: 800, height: 600 };
const around = ({ left, top, width, height }: { left: number; top: number; width: number; height: number }) =>
  [0, 0.5, 1].flatMap((x) => [0, 0.5, 1].map((y) => ({ x: left + x * width, y: top + y * height }))).filter((_, index) => index !== 4);

test("it lies above the selection, in its middle, and clear of the rotate handle", () => {
  const box = { left: 300, top: 200, width: 200, height: 200 };
  const at = barPlace(box, [...around(box), { x: 400, y: 174 }], BAR, ROOM);
  assert.deepEqual(at, { x: 250, y: 118 });
});

test("without room above it lies below", () => {
  const box = { left: 300, top: 20, width: 200, height: 200 };
  assert.deepEqual(barPlace(box, around(box), BAR, ROOM), { x: 250, y: 236 });
});

test("it stays inside the stage, whatever is selected", () => {
  for (const left of [-900, 0, 790]) for (const top of [-900, 0, 590, 2000]) for (const side of [5, 300, 3000]) {
    const box = { left, top, width: side, height: side };
    const at = barPlace(box, around(box), BAR, ROOM);
    assert.ok(at.x >= 12 && at.x <= 488 && at.y >= 12 && at.y <= 548, `${left} ${top} ${side}: ${at.x} ${at.y}`);
  }
});

test("a selection as large as the stage leaves a place between its handles", () => {
  const box = { left: 10, top: 10, width: 780, height: 580 };
  const handles = around(box);
  const at = barPlace(box, handles, BAR, ROOM);
  const hit = handles.some((h) => h.x > at.x - 14 && h.x < at.x + 314 && h.y > at.y - 14 && h.y < at.y + 54);
  assert.ok(!hit || at.y === 12);
});

test("it keeps clear of what covers the stage", () => {
  const box = { left: 300, top: 500, width: 200, height: 90 };
  const at = barPlace(box, [], BAR, { ...ROOM, covered: { top: 0, right: 0, bottom: 200, left: 0 } });
  assert.ok(at.y + 40 <= 388);
});
