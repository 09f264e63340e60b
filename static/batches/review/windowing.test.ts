import assert from "node:assert/strict";
import { test } from "node:test";
import { partOf, type Shape } from "../../library/rows.ts";
import { reachOf, shift } from "./windowing.ts";

test("a card comes into view by the shortest way, between what sticks above and below", () => {
  assert.equal(shift(200, 280, 860, 110, 70), 0);
  assert.equal(shift(40, 280, 860, 110, 70), -70);
  assert.equal(shift(700, 280, 860, 110, 70), 190);
  assert.equal(shift(150, 2000, 860, 110, 70), 40, "one that is too tall begins below what sticks");
});

test("two thousand items are fewer than 150 cards in windows of every size", () => {
  const sizes = [[1440, 860, 190, 290], [2560, 1440, 190, 290], [390, 844, 175, 290], [1024, 1366, 190, 290]] as const;
  for (const [width, height, card, tall] of sizes) {
    const shape: Shape = { columns: Math.floor(Math.min(1600, width) / card), card: tall, gap: 12 };
    for (const top of [300, 0, -5000, -60_000, -1e6]) {
      const part = partOf(2000, shape, top, height, reachOf(height));
      assert.ok(part.to - part.from < 150 && part.to > part.from, `${width}x${height}: ${part.to - part.from}`);
    }
  }
});
