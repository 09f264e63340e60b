import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, shownNumber } from "./numbers.ts";

test("a plain number is itself, with a unit, a comma or a true minus sign", () => {
  assert.deepEqual(["540", " 12.5 px", "12,5", "\u22126°", ".5"].map((text) => evaluate(text)), [540, 12.5, 12.5, -6, 0.5]);
});

test("sums, products and brackets are worked out in the usual order", () => {
  assert.deepEqual(["100+20", "2*(3+4)", "10-4/2", "-3+-2"].map((text) => evaluate(text)), [120, 14, 8, -5]);
});

test("a percentage is a part of the whole that the field names", () => {
  assert.equal(evaluate("50%", { whole: 1080 }), 540);
  assert.equal(evaluate("50% - 20", { whole: 1080 }), 520);
  assert.equal(evaluate("50 %"), 50);
});

test("what isn't a number is refused, never guessed", () => {
  for (const text of ["", "abc", "1 2", "1+", "(1", "1/0", "2**3", "1;2", "9".repeat(400)]) assert.equal(evaluate(text), null, text);
});

test("numbers are shown without noise", () => {
  assert.deepEqual([shownNumber(-0.0001, 2), shownNumber(12.5, 2), shownNumber(-6), shownNumber(540.4999)], ["0", "12.5", "\u22126", "540"]);
});
