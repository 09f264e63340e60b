import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, placed, type Placement, type Point } from "./affine.ts";
import { HANDLES, resized, sidesOf, withSize, type Handle } from "./resize.ts";

const FREE = { keepRatio: false, fromCentre: false, least: 1 };

/** Where a handle lies on the canvas. */
function handleAt(placement: Placement, handle: Handle): Point {
  const sides = sidesOf(handle);
  const map = placed({ ...placement, flipX: false, flipY: false }, { left: -1, top: -1, width: 2, height: 2 });
  return apply(map, sides);
}

function near(a: Point, b: Point): void {
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1e-6, `${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
}

const OPPOSITE: Readonly<Record<Handle, Handle>> = { nw: "se", n: "s", ne: "sw", e: "w", se: "nw", s: "n", sw: "ne", w: "e" };

test("at any turn the handle follows the pointer and the opposite one stays", () => {
  for (const rotation of [0, 30, 90, 217]) {
    const start = { x: 100, y: 80, width: 60, height: 40, rotation };
    for (const handle of HANDLES.filter((one) => one.length === 2)) {
      const from = handleAt(start, handle);
      const done = resized(start, handle, { x: 7, y: 5 }, FREE);
      near(handleAt(done, handle), { x: from.x + 7, y: from.y + 5 });
      near(handleAt(done, OPPOSITE[handle]), handleAt(start, OPPOSITE[handle]));
    }
  }
});

test("with its ratio kept a photo keeps its shape, also by a side handle", () => {
  const start = { x: 0, y: 0, width: 60, height: 40, rotation: 20 };
  for (const handle of HANDLES) {
    const done = resized(start, handle, { x: 31, y: 17 }, { ...FREE, keepRatio: true });
    assert.ok(Math.abs(done.width / done.height - 1.5) < 1e-9, handle);
  }
});

test("from the centre the centre stays", () => {
  const done = resized({ x: 5, y: 6, width: 60, height: 40 }, "e", { x: 10, y: 0 }, { ...FREE, fromCentre: true });
  assert.deepEqual([done.x, done.y, done.width, done.height], [5, 6, 80, 40]);
});

test("dragged across the opposite side it stops at the smallest size and never mirrors", () => {
  for (const keepRatio of [false, true]) {
    const done = resized({ x: 0, y: 0, width: 60, height: 40 }, "se", { x: -500, y: -500 }, { keepRatio, fromCentre: false, least: 4 });
    assert.ok(done.width >= 4 && done.height >= 4);
    near(handleAt(done, "nw"), { x: -30, y: -20 });
  }
});

test("a size given in numbers keeps the corner opposite the handle", () => {
  const start = { x: 0, y: 0, width: 60, height: 40, rotation: 50 };
  near(handleAt(withSize(start, "se", 100, 10, false), "nw"), handleAt(start, "nw"));
});
