import assert from "node:assert/strict";
import { test } from "node:test";
import { intoView, moved, partOf, topOf, type Shape } from "./rows.ts";

const SHAPE: Shape = { columns: 4, card: 200, gap: 20 };

test("wherever one scrolls, the parts add up to the same height", () => {
  const rows = Math.ceil(2001 / 4);
  const whole = rows * 220;
  for (const top of [500, 0, -1, -219, -220, -50_000, -110_000, -1e9]) {
    const part = partOf(2001, SHAPE, top, 800, 400);
    const shown = Math.ceil((part.to - part.from) / 4);
    assert.equal(part.above + shown * 220 + part.below, whole);
    assert.equal(part.from % 4, 0);
    assert.ok(part.to > part.from);
    assert.ok(shown <= Math.ceil(1600 / 220) + 1, "no more than the window and its reach");
  }
});

test("what the window shows is always among the rows", () => {
  for (let top = 0; top > -100_000; top -= 377) {
    const part = partOf(2000, SHAPE, top, 800, 0);
    assert.ok(part.above <= -top);
    assert.ok(part.above + Math.ceil((part.to - part.from) / 4) * 220 >= Math.min(-top + 800, 500 * 220));
  }
});

test("the end shows the last item, and an empty grid nothing", () => {
  assert.equal(partOf(2000, SHAPE, -500 * 220 + 800, 800, 0).to, 2000);
  assert.deepEqual(partOf(0, SHAPE, 0, 800, 100), { from: 0, to: 0, above: 0, below: 0 });
  assert.equal(topOf(9, SHAPE), 440);
});

test("keys move within the grid and never out of it", () => {
  const go = (key: string, index: number) => moved(key, index, 10, 4, 2);
  assert.deepEqual(["ArrowLeft", "ArrowRight"].map((key) => go(key, 0)), [0, 1]);
  assert.deepEqual([go("ArrowDown", 1), go("ArrowUp", 5), go("ArrowUp", 1)], [5, 1, 1]);
  assert.deepEqual([go("ArrowDown", 7), go("ArrowDown", 9)], [9, 9], "into the shorter last row");
  assert.deepEqual([go("Home", 6), go("End", 6), go("PageDown", 1), go("PageUp", 9)], [0, 9, 9, 1]);
  assert.equal(go("a", 3), null);
});

test("a card comes into view by the shortest way, below the header and above the foot", () => {
  assert.equal(intoView(100, 200, 800), 0);
  assert.equal(intoView(-300, 200, 800), -364);
  assert.equal(intoView(900, 200, 800), 380);
  assert.equal(intoView(300, 900, 800), 236, "one that is too tall begins below the header");
});
