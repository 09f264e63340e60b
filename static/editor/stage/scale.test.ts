import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureScale } from "./scale.ts";

const SMALL = { width: 200, height: 100 };
const room = (zoom: number, density = 1) => ({ zoom, density, reach: 1200 });

test("at 100 % a picture has the px of the canvas, on a dense screen twice as many", () => {
  assert.equal(pictureScale(SMALL, room(1)), 1);
  assert.equal(pictureScale(SMALL, room(1, 2)), 2);
});

test("zooming a little doesn't ask for another picture", () => {
  const asked = [0.75, 0.8, 0.9, 0.97, 1].map((zoom) => pictureScale(SMALL, room(zoom)));
  assert.deepEqual(new Set(asked).size, 1);
});

test("a picture is never shown much larger than it is, up to the scale at which px are squares", () => {
  for (let zoom = 0.05; zoom <= 4; zoom *= 1.03) assert.ok(pictureScale(SMALL, room(zoom)) >= zoom / 1.03);
  assert.equal(pictureScale(SMALL, room(32)), 1);
});

test("a layer far larger than the window isn't made larger than twice the window", () => {
  const scale = pictureScale({ width: 20_000, height: 100 }, room(4));
  assert.ok(scale * 20_000 <= 2 * 1200);
});
