import assert from "node:assert/strict";
import { test } from "node:test";
import { CENTRE, FIT, inside, most, moved, scaled, toggled } from "./zooming.ts";

test("what lies under the pointer stays there while the scale changes", () => {
  const at = { x: 0.2, y: -0.1 };
  const close = scaled(FIT, 3, at, 8);
  const placed = (at.x - close.x) / close.scale;
  assert.equal(close.scale, 3);
  assert.ok(Math.abs(placed - at.x) < 1e-9);
  assert.deepEqual(scaled(close, 1, at, 8), FIT);
});

test("the picture always fills its frame", () => {
  const close = scaled(FIT, 2, CENTRE, 8);
  assert.deepEqual(moved(close, { x: 5, y: -5 }), { scale: 2, x: 0.5, y: -0.5 });
  assert.deepEqual(moved(FIT, { x: 0.3, y: 0.3 }), FIT);
  assert.deepEqual(scaled(FIT, 0.2, CENTRE, 8), FIT);
  assert.equal(scaled(FIT, 99, CENTRE, 8).scale, 8);
});

test("a line over the frame cuts the picture where it stands", () => {
  assert.equal(inside(FIT, 0.3), 0.3);
  const close = moved(scaled(FIT, 2, CENTRE, 8), { x: 0.5, y: 0 });
  assert.equal(inside(close, 1), 0.5);
  assert.equal(inside(close, 0), 0);
});

test("a double tap goes to the file's own px and back", () => {
  const close = toggled(FIT, 2.5, CENTRE);
  assert.equal(close.scale, 2.5);
  assert.deepEqual(toggled(close, 2.5, CENTRE), FIT);
  assert.equal(toggled(FIT, 0.5, CENTRE).scale, 2);
});

test("small files are enlarged as far as large ones", () => {
  assert.equal(most(0.5), 4);
  assert.equal(most(3), 12);
});
