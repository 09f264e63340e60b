import assert from "node:assert/strict";
import { test } from "node:test";
import { cover, coverage, fromSource, simplified, spotOf, toSource, type Grid, type Shown } from "./brush.ts";

const WHOLE: Shown = {
  width: 100, height: 50, window: { left: 0, top: 0, width: 100, height: 50 }, mirror: false, quarters: 0,
};

function gridOf(shown: Shown, width: number, height: number, room = 0): Grid {
  const content = { left: room, top: room, width, height };
  return { shown, content, width: width + 2 * room, height: height + 2 * room };
}

function painted(grid: Grid, size: number, hardness: number, ...points: number[][]): Uint8Array {
  const cells = new Uint8Array(grid.width * grid.height);
  const spots = points.map((point) => spotOf(grid.shown, size, point));
  spots.forEach((spot, index) => cover(grid, cells, hardness, spots[Math.max(0, index - 1)]!, spot));
  return cells;
}

test("a hard dot covers its disc and nothing else", () => {
  const grid = gridOf(WHOLE, 100, 50);
  const cells = painted(grid, 0.2, 1, [0.5, 0.5]);
  assert.equal(cells[25 * 100 + 50], 255);
  assert.equal(cells[25 * 100 + 61], 0);
  // A rim of one pixel around the radius of 10, as the server's tests compute it by hand.
  const distance = Math.hypot(9.5, 0.5);
  assert.equal(cells[25 * 100 + 59], Math.round(255 * coverage(distance, 10, 1, 1)));
  const sum = cells.reduce((total, value) => total + value / 255, 0);
  assert.ok(Math.abs(sum - Math.PI * 100) < 6, String(sum));
});

test("the coverage falls smoothly from the hard core to the rim", () => {
  assert.equal(coverage(4.9, 10, 0.5, 1), 1);
  assert.equal(coverage(10.5, 10, 0.5, 1), 0);
  assert.ok(Math.abs(coverage(7.75, 10, 0.5, 1) - 0.5) < 1e-9);
  assert.equal(coverage(0, 0, 1, 1), 0);
});

test("a line counts once where it crosses itself, and thickens with pressure", () => {
  const grid = gridOf(WHOLE, 100, 50);
  const once = painted(grid, 0.1, 0.5, [0.3, 0.5], [0.7, 0.5]);
  assert.deepEqual(painted(grid, 0.1, 0.5, [0.3, 0.5], [0.7, 0.5], [0.3, 0.5]), once);
  const wedge = painted(grid, 0.2, 1, [0.2, 0.5, 0.2], [0.8, 0.5, 1]);
  const high = (x: number): number => Array.from({ length: 50 }, (_, y) => wedge[y * 100 + x]!).filter((v) => v > 127).length;
  assert.deepEqual([high(20), high(50), high(79)], [4, 12, 20]);
});

test("points go to the source and back through every crop and turn", () => {
  const window = { left: 20, top: 5, width: 70, height: 40 };
  for (const mirror of [false, true]) {
    for (const quarters of [0, 1, 2, 3] as const) {
      const shown: Shown = { ...WHOLE, window, mirror, quarters };
      const there = toSource(shown, { x: 0.2, y: 0.7 });
      const back = fromSource(shown, there);
      assert.ok(Math.hypot(back.x - 0.2, back.y - 0.7) < 1e-12);
      assert.ok(there.x > 0.2 && there.x < 0.9 && there.y > 0.1 && there.y < 0.9);
    }
  }
  const turned: Shown = { ...WHOLE, mirror: true, quarters: 1 };
  const spot = spotOf(turned, 0.1, [0.3, 0.2]);
  assert.deepEqual([spot.x, spot.y].map(Math.round), [40, 70]);
});

test("an outline around the content moves the pixels, not the line", () => {
  const [plain, roomy] = [gridOf(WHOLE, 100, 50), gridOf(WHOLE, 100, 50, 8)];
  const a = painted(plain, 0.2, 1, [0.5, 0.5]);
  const b = painted(roomy, 0.2, 1, [0.5, 0.5]);
  for (let y = 0; y < 50; y += 1) for (let x = 0; x < 100; x += 1) assert.equal(b[(y + 8) * 116 + x + 8], a[y * 100 + x]);
});

test("points that nobody would miss are left out", () => {
  const line = Array.from({ length: 50 }, (_, n) => [n / 50, 0.5 + (n === 25 ? 0.2 : 0)]);
  const kept = simplified(WHOLE, 0.1, line, 0.25);
  assert.deepEqual(kept, [line[0], line[24], line[25], line[26], line[49]]);
  assert.deepEqual(simplified(WHOLE, 0.1, [[0.1, 0.1]], 0.25), [[0.1, 0.1]]);
});
