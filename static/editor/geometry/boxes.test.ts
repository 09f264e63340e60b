import assert from "node:assert/strict";
import { test } from "node:test";
import { placed } from "./affine.ts";
import { corners, meets, union } from "./boxes.ts";

const BOX = { left: 0, top: 0, width: 100, height: 20 };

test("a turned box meets what lies on it and not what lies in its upright reach beside it", () => {
  const turned = corners(placed({ x: 100, y: 100, width: 100, height: 20, rotation: 45 }, BOX), BOX);
  assert.ok(meets(turned, { left: 98, top: 98, width: 4, height: 4 }));
  assert.ok(!meets(turned, { left: 65, top: 125, width: 10, height: 10 }));
});

test("nothing has no box around it", () => {
  assert.equal(union([]), null);
});
