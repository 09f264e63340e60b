import assert from "node:assert/strict";
import { test } from "node:test";
import { decoded } from "./thumbhash.ts";

function mean(data: Uint8ClampedArray, from: number, to: number): number[] {
  const sums = [0, 0, 0, 0];
  for (let i = from; i < to; i += 1) for (let c = 0; c < 4; c += 1) sums[c]! += data[4 * i + c]!;
  return sums.map((sum) => Math.round(sum / (to - from)));
}

test("a photograph comes back in its shape and mean colour", () => {
  const { width, height, data } = decoded("GIoKDYSlqIdPUXd3eEeHh9J/YIkI", 600 / 400);
  assert.deepEqual([width, height], [32, 21]);
  const [red, green, blue, alpha] = mean(data, 0, width * height);
  // What the photograph itself has: 159, 86, 51.
  assert.ok(Math.abs(red! - 159) < 8 && Math.abs(green! - 86) < 8 && Math.abs(blue! - 51) < 8);
  assert.equal(alpha, 255);
});

test("a cutout's likeness is clear where the cutout is", () => {
  const { width, height, data } = decoded("XKuJa5orcnnAaIdwyfdYjXB6iIiHiHc=", 1);
  const alphas = Array.from({ length: width * height }, (_, i) => data[4 * i + 3]!);
  assert.ok(Math.min(...alphas) < 128 && Math.max(...alphas) > 200);
});

test("a tall picture is tall, and a broken hash still gives pixels", () => {
  const { width, height } = decoded("lBcKJgZTp/l1dyeJeYeHaqdoDZTUYCk=", 0.5, 20);
  assert.deepEqual([width, height], [10, 20]);
  assert.equal(decoded("AAA=", 1, 4).data.length, 64);
});
