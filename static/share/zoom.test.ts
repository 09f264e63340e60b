import assert from "node:assert/strict";
import { test } from "node:test";
import { bounded, fitting, LARGEST, percent, scrolled, SMALLEST, stepped } from "./zoom.ts";

test("a picture fits its room, and is never blown up for it", () => {
  assert.equal(fitting({ width: 2000, height: 1000 }, { width: 500, height: 500 }), 0.25);
  assert.equal(fitting({ width: 100, height: 80 }, { width: 500, height: 500 }), 1);
});

test("steps go up and down the same ladder and stop at its ends", () => {
  assert.equal(stepped(1, 1), Math.SQRT2);
  assert.equal(stepped(stepped(1, 1), -1), 1);
  assert.equal(stepped(0.3, 1), 2 ** -1.5);
  assert.equal(stepped(0.3, -1), 0.25);
  assert.equal(stepped(LARGEST, 1), LARGEST);
  assert.equal(stepped(SMALLEST, -1), SMALLEST);
  assert.equal(bounded(100), LARGEST);
});

test("the point under the pointer stays under it", () => {
  const lead = { before: 20, after: 0 };
  const at = 120;
  const scroll = scrolled(0, at, 1, 4, lead);
  assert.equal((scroll + at - lead.after) / 4, (0 + at - lead.before) / 1);
  assert.equal(scrolled(0, 300, 4, 1, { before: 0, after: 200 }), 0);
});

test("scales are written short", () => {
  assert.deepEqual([percent(1), percent(0.5236), percent(SMALLEST)], ["100 %", "52 %", "6.3 %"]);
});
