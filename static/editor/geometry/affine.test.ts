import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, bounds, IDENTITY, inverse, placed, then } from "./affine.ts";

const CONTENT = { left: 0, top: 0, width: 200, height: 100 };

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

test("a placement puts the middle of the content on its centre", () => {
  const map = placed({ x: 540, y: 468, width: 636, height: 713, rotation: -6 }, CONTENT);
  const middle = apply(map, { x: 100, y: 50 });
  near(middle.x, 540);
  near(middle.y, 468);
});

test("a quarter turn is clockwise, as y points down", () => {
  const map = placed({ x: 0, y: 0, width: 200, height: 100, rotation: 90 }, CONTENT);
  const right = apply(map, { x: 200, y: 50 });
  near(right.x, 0);
  near(right.y, 100);
});

test("a flip mirrors inside the placement and leaves its box alone", () => {
  const plain = placed({ x: 50, y: 60, width: 80, height: 40 }, CONTENT);
  const flipped = placed({ x: 50, y: 60, width: 80, height: 40, flipX: true }, CONTENT);
  assert.deepEqual(bounds(plain, CONTENT), bounds(flipped, CONTENT));
  near(apply(plain, { x: 0, y: 0 }).x, 10);
  near(apply(flipped, { x: 0, y: 0 }).x, 90);
});

test("a map and its inverse undo each other", () => {
  const map = placed({ x: 7, y: -3, width: 31, height: 17, rotation: 33, flipY: true }, CONTENT);
  const back = inverse(map);
  assert.ok(back);
  const round = then(map, back);
  for (const key of ["a", "b", "c", "d", "e", "f"] as const) near(round[key], IDENTITY[key]);
});

test("a map that flattens the plane has no inverse", () => {
  assert.equal(inverse({ ...IDENTITY, a: 0 }), null);
});
