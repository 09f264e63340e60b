import assert from "node:assert/strict";
import { test } from "node:test";
import { apply } from "../document/changes.ts";
import { wholeDoc } from "../document/defaults.ts";
import type { Doc, Patch } from "../document/types.ts";
import { reachOf, seats } from "../geometry/world.ts";
import { withRoom } from "./room.ts";

const shape = (id: string, x: number, y: number) => ({ id, kind: "shape", x, y, width: 40, height: 20 });
const nested = (turn: object): Doc =>
  wholeDoc({
    schema: 1,
    canvas: { width: 800, height: 600, background: "#fff" },
    layers: [
      {
        id: "outer", kind: "group", x: 300, y: 300, width: 300, height: 200, ...turn,
        layers: [
          shape("a", 40, 40),
          { id: "inner", kind: "group", x: 150, y: 100, width: 120, height: 80, rotation: 30, layers: [shape("b", 60, 40), shape("c", 30, 20)] },
        ],
      },
    ],
  });

const MOVE: Patch = [{ op: "set", layer: "b", field: "x", value: 400 }];

test("a group grows around what leaves it, and nothing moves on the canvas", () => {
  for (const turn of [{}, { rotation: 70 }, { flipX: true }, { rotation: 200, flipY: true }]) {
    const start = nested(turn);
    const moved = [seats(start.layers).get("b")!];
    const plain = seats(apply(start, MOVE)[0].layers);
    const roomy = seats(apply(start, withRoom(start, MOVE, moved))[0].layers);
    for (const id of ["a", "b", "c"]) {
      const [one, two] = [reachOf(plain.get(id)!), reachOf(roomy.get(id)!)];
      assert.ok(Math.hypot(one.left - two.left, one.top - two.top) < 0.1, `${id} moved`);
    }
    for (const id of ["outer", "inner"]) {
      const { layer } = roomy.get(id)!;
      const inside = seats(layer.layers);
      for (const child of layer.layers) {
        const box = reachOf(inside.get(child.id)!);
        assert.ok(box.left >= -0.6 && box.top >= -0.6, `${child.id} sticks out of ${id}`);
        assert.ok(box.left + box.width <= layer.width + 0.6 && box.top + box.height <= layer.height + 0.6);
      }
    }
  }
});

test("what stays inside changes no group", () => {
  const start = nested({});
  const patch: Patch = [{ op: "set", layer: "b", field: "x", value: 61 }];
  assert.equal(withRoom(start, patch, [seats(start.layers).get("b")!]), patch);
});
