import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, placed, type Placement } from "./affine.ts";
import { cropping, fractionsOf, inverseTurn, placementOf, resizedCrop, turnedBox, turnOf, withRatio, type Turn } from "./crop.ts";

const near = (a: readonly number[], b: readonly number[]): void =>
  a.forEach((value, index) => assert.ok(Math.abs(value - b[index]!) < 1e-6, `${a.join()} is not ${b.join()}`));

test("cropping and reading the crop again gives the same fractions, however the recipe turns", () => {
  for (const flip of ["", "h", "v", "hv"]) {
    for (const rotate of [0, 90, 180, 270]) {
      const turn = turnOf({ flip, rotate });
      const start = cropping({ width: 300, height: 200 }, [0.1, 0.2, 0.5, 0.4], turn);
      near(fractionsOf(start, turn), [0.1, 0.2, 0.5, 0.4]);
    }
  }
});

test("the right half of a quarter-turned source is its upper half", () => {
  const turn = turnOf({ rotate: 90 });
  const { source } = cropping({ width: 100, height: 100 }, [0, 0, 1, 1], turn);
  near(fractionsOf({ source, kept: { left: 50, top: 0, width: 50, height: 100 } }, turn), [0, 0, 1, 0.5]);
});

test("a turn and its inverse undo each other", () => {
  const box = { left: 0.1, top: 0.3, width: 0.2, height: 0.5 };
  for (const mirror of [false, true]) {
    for (const quarters of [0, 1, 2, 3] as const) {
      const turn: Turn = { mirror, quarters };
      const back = turnedBox(inverseTurn(turn), turnedBox(turn, box));
      near([back.left, back.top, back.width, back.height], [0.1, 0.3, 0.2, 0.5]);
    }
  }
});

test("every pixel that is kept stays where it was, also turned and mirrored", () => {
  for (const flipX of [false, true]) {
    for (const flipY of [false, true]) {
      const start: Placement = { x: 90, y: 70, width: 200, height: 100, rotation: 33, flipX, flipY };
      const kept = { left: 20, top: 10, width: 150, height: 40 };
      const done = placementOf(start, kept);
      const before = placed(start, { left: 0, top: 0, width: 200, height: 100 });
      const after = placed(done, kept);
      for (const point of [{ x: 20, y: 10 }, { x: 170, y: 50 }, { x: 60, y: 30 }]) {
        const [a, b] = [apply(before, point), apply(after, point)];
        near([a.x, a.y], [b.x, b.y]);
      }
    }
  }
});

test("a crop never leaves its source and never gets thinner than the least", () => {
  const start = cropping({ width: 100, height: 100 }, [0.25, 0.25, 0.5, 0.5]);
  const large = resizedCrop(start, { x: 1, y: 1 }, { x: 500, y: 500 }, null, 8);
  near([large.left + large.width, large.top + large.height], [150, 150]);
  const small = resizedCrop(start, { x: -1, y: -1 }, { x: 500, y: 500 }, null, 8);
  near([small.width, small.height, small.left], [8, 8, 92]);
});

test("a ratio is kept by every handle, inside the source", () => {
  const start = cropping({ width: 160, height: 90 }, [0.2, 0.2, 0.5, 0.5]);
  for (const sides of [{ x: 1, y: 0 }, { x: 0, y: -1 }, { x: -1, y: 1 }]) {
    const box = resizedCrop(start, sides, { x: -40, y: 70 }, 16 / 9, 4);
    near([box.width / box.height], [16 / 9]);
    assert.ok(box.left >= start.source.left - 1e-9 && box.top >= start.source.top - 1e-9);
  }
  const square = withRatio(start, 1);
  near([square.width / square.height], [1]);
});
