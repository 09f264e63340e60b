import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeLayer } from "../../document/defaults.ts";
import type { Layer, Lettering } from "../../document/types.ts";
import { fitted } from "./fit.ts";
import { nearest } from "./fonts.ts";

function text(fields: Partial<Lettering> = {}, more: Partial<Layer> = {}): Layer {
  const letters = { text: "Hi", font: "inter", size: 40, ...fields } as Lettering;
  return wholeLayer({ id: "t", kind: "text", text: letters, x: 100, y: 50, width: 100, height: 40, ...more });
}

function room(width: number, height: number, rtl = false) {
  return { width, height, lines: [{ rtl }] };
}

test("a box grows to where its lines run", () => {
  const left = (layer: Layer, rtl = false) => {
    const box = fitted(layer, room(140, 40, rtl));
    return [box.x - box.width / 2, box.x + box.width / 2];
  };
  assert.deepEqual(left(text()), [50, 190]);
  assert.deepEqual(left(text(), true), [10, 150], "right to left");
  assert.deepEqual(left(text({ align: "left" }), true), [50, 190]);
  assert.deepEqual(left(text({ align: "right" })), [10, 150]);
  assert.deepEqual(left(text({ align: "center" })), [30, 170]);
});

test("more lines go down, up, or both ways as they stand in the box", () => {
  const top = (valign: Lettering["valign"]) => {
    const box = fitted(text({ valign }), room(100, 80));
    return box.y - box.height / 2;
  };
  assert.deepEqual(["top" as const, "middle" as const, "bottom" as const].map(top), [30, 10, -10]);
});

test("a box whose lines break keeps its width", () => {
  const box = fitted(text({ sizing: "height" }), room(93.2, 96));
  assert.deepEqual([box.width, box.height], [100, 96]);
});

test("an upright box begins on whole pixels, for sharp letters", () => {
  const box = fitted(text({ align: "center" }), room(141.3, 47.2));
  assert.deepEqual([box.width, box.height], [142, 48]);
  assert.equal((box.x - box.width / 2) % 1, 0);
  assert.equal((box.y - box.height / 2) % 1, 0);
});

test("a turned box grows along its own sides", () => {
  const box = fitted(text({}, { rotation: 90 }), room(140, 40));
  assert.ok(Math.abs(box.x - 100) < 1e-9);
  assert.ok(Math.abs(box.y - 70) < 1e-9);
});

test("a mirrored box grows the other way", () => {
  assert.equal(fitted(text({}, { flipX: true }), room(140, 40)).x, 80);
});

test("an empty text keeps room for a caret", () => {
  assert.equal(fitted(text(), room(0, 48)).width, 10);
});

test("the browser takes the weight that the server takes", () => {
  assert.equal(nearest([300, 400, 600, 700, 900], 500), 600);
  assert.equal(nearest([300, 400, 600, 700, 900], 100), 300);
  assert.equal(nearest([300, 400, 600, 700, 900], 800), 900);
  assert.equal(nearest([400, 700], 550), 700);
  assert.equal(nearest([300, 500], 400), 300);
});
