import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fractions } from "../document/types.ts";
import { faceCrop, paddingOf, zoomOf } from "./faces.ts";

/** Picture, faces, zoom, ratio, and the crop that the server's operation makes of them (px). */
type Case = [[number, number], Fractions[], number, number | null, [number, number, number, number]];

const CASES = [
  [[3000, 900], [[0.6902, 0.0883, 0.1487, 0.0621]], 1.0, null, [2071.0, 79.0, 446.0, 56.0]],
  [[125, 2000], [[0.0192, 0.0763, 0.0594, 0.1584]], 0.8, null, [1.0, 113.0, 10.0, 396.0]],
  [[125, 2000], [[0.3949, 0.049, 0.2869, 0.2077]], 1.0, 3.0, [0.0, 284.87, 125.0, 41.67]],
  [[1200, 1600], [[0.2362, 0.1061, 0.0616, 0.2646]], 0.1, 0.3333333333333333, [53.73, 0.0, 533.33, 1600.0]],
  [[3000, 900], [[0.133, 0.0786, 0.0758, 0.1928]], 0.1, 0.3333333333333333, [363.0, 0.0, 300.0, 900.0]],
  [[1200, 1600], [[0.6308, 0.3804, 0.1741, 0.1829]], 0.8, 0.8, [715.1, 572.06, 292.64, 365.8]],
  [[3000, 900], [[0.1456, 0.4453, 0.2486, 0.2247]], 1.0, 3.0, [436.8, 377.58, 745.8, 248.6]],
  [[3000, 900], [[0.0596, 0.2948, 0.122, 0.295], [0.3464, 0.0358, 0.2393, 0.088], [0.4273, 0.6644, 0.2171, 0.2411]], 0.5, 0.8, [696.0, 0.0, 720.0, 900.0]],
  [[3000, 900], [[0.6682, 0.7897, 0.195, 0.1641], [0.0035, 0.5499, 0.1685, 0.216], [0.639, 0.1997, 0.2118, 0.2983]], 0.8, 0.8, [940.05, 0.0, 720.0, 900.0]],
  [[1200, 1600], [[0.3998, 0.174, 0.1389, 0.2027], [0.3193, 0.7017, 0.1219, 0.2346], [0.3018, 0.2524, 0.1741, 0.0916]], 0.25, 3.0, [0.0, 688.24, 1200.0, 400.0]],
  [[125, 2000], [[0.5122, 0.2676, 0.2266, 0.2966], [0.0926, 0.6119, 0.1077, 0.0707]], 0.1, 3.0, [0.0, 929.37, 125.0, 41.67]],
  [[125, 2000], [[0.3414, 0.3504, 0.1157, 0.051]], 1.0, 0.8, [9.11, 700.8, 81.6, 102.0]],
  [[2048, 2048], [[0.7932, 0.4984, 0.1642, 0.2677]], 1.0, 3.0, [403.25, 1020.72, 1644.75, 548.25]],
  [[640, 480], [[0.311, 0.1581, 0.1485, 0.1704], [0.0329, 0.5045, 0.2962, 0.1602], [0.4729, 0.767, 0.0756, 0.1917]], 1.0, null, [21.0, 76.0, 330.0, 384.0]],
] as unknown as Case[];

test("the crop is the server's, to a pixel", () => {
  for (const [[width, height], faces, zoom, ratio, expected] of CASES) {
    const crop = faceCrop({ width, height }, faces, zoom, ratio);
    assert.ok(crop);
    const { box } = crop;
    [box.left, box.top, box.width, box.height].forEach((value, index) => {
      const off = Math.abs(value - expected[index]!);
      assert.ok(off <= 1.01, `${JSON.stringify([width, height, zoom, ratio])}: ${value} for ${expected[index]}`);
    });
  }
});

test("the published example is clamped to the picture", () => {
  const face: Fractions = [462 / 1024, 262 / 1024, 100 / 1024, 500 / 1024];
  const quarter = faceCrop({ width: 2048, height: 2048 }, [face], 0.25, null);
  assert.deepEqual([quarter?.box.width, quarter?.box.height], [800, 2048]);
  assert.deepEqual(quarter?.clamps, ["height"]);
  const one = faceCrop({ width: 2048, height: 2048 }, [face], 1, null);
  assert.deepEqual([one?.box.width, one?.box.height, one?.clamps], [200, 1000, []]);
});

test("a face at the edge shifts the crop inside, and says so", () => {
  const crop = faceCrop({ width: 1000, height: 1000 }, [[0, 0, 0.2, 0.2]], 0.5, null);
  assert.deepEqual(crop?.box, { left: 0, top: 0, width: 400, height: 400 });
  assert.deepEqual(crop?.clamps, ["shifted"]);
});

test("no face in the picture means no crop", () => {
  assert.equal(faceCrop({ width: 100, height: 100 }, [], 0.5, 1), null);
  assert.equal(faceCrop({ width: 100, height: 100 }, [[1.2, 0, 0.1, 0.1]], 0.5, 1), null);
});

test("padding and zoom are two words for one thing", () => {
  for (const zoom of [1, 0.5, 0.2]) assert.ok(Math.abs(zoomOf(paddingOf(zoom)) - zoom) < 1e-12);
});
