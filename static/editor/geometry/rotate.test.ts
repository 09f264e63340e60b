import assert from "node:assert/strict";
import { test } from "node:test";
import { angle, around, snapped, whole } from "./rotate.ts";

test("with Shift the angle is a multiple of 15 degrees", () => {
  assert.equal(snapped(38, true, false), 45);
  assert.equal(snapped(-8, true, false), 345);
});

test("near 45 degrees the angle sticks, and Ctrl lets it go", () => {
  assert.equal(snapped(46.4, false, false), 45);
  assert.equal(snapped(46.4, false, true), 46.4);
  assert.equal(snapped(359, false, false), 0);
});

test("angles are written from 0 to below 360", () => {
  assert.equal(whole(-1e-17), 0);
  assert.equal(whole(725), 5);
});

test("a point turned by a quarter goes clockwise", () => {
  const done = around({ x: 0, y: 0 }, { x: 10, y: 0 }, 90);
  assert.ok(Math.abs(done.x) < 1e-9 && Math.abs(done.y - 10) < 1e-9);
  assert.equal(angle({ x: 0, y: 0 }, { x: 0, y: 5 }), 90);
});
