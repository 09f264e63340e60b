import assert from "node:assert/strict";
import { test } from "node:test";
import { apply } from "../document/changes.ts";
import { wholeDoc } from "../document/defaults.ts";
import { covering, resizedCanvas, resizedLayer } from "./scaling.ts";

const DOC = wholeDoc({
  canvas: { width: 400, height: 200 },
  layers: [
    { id: "photo", kind: "image", source: "a", x: 100, y: 50, width: 80, height: 40, clip: "8",
      effects: [{ kind: "shadow", recipe: { shadow: 10, "shadow.y": -4, "shadow.opacity": 0.5 } }] },
    { id: "g", kind: "group", x: 300, y: 150, width: 60, height: 60, rotation: 45, layers: [
      { id: "word", kind: "text", text: { text: "a", size: 20 }, x: 30, y: 30, width: 40, height: 20 },
    ] },
  ],
});

test("a canvas that keeps its layers keeps their distance to the middle", () => {
  const [after] = apply(DOC, resizedCanvas(DOC, { width: 600, height: 600 }, false));
  assert.deepEqual([after.canvas.width, after.canvas.height], [600, 600]);
  assert.deepEqual(after.layers.map((layer) => [layer.x, layer.y, layer.width]), [[200, 250, 80], [400, 350, 60]]);
});

test("a canvas that scales takes along sizes, lengths of effects, corners and type, and no shares", () => {
  const [after] = apply(DOC, resizedCanvas(DOC, { width: 800, height: 500 }, true));
  const [photo, group] = after.layers;
  assert.deepEqual([photo?.x, photo?.y, photo?.width, photo?.height, photo?.clip], [200, 150, 160, 80, "16"]);
  assert.deepEqual(photo?.effects[0]?.recipe, { shadow: 20, "shadow.y": -8, "shadow.opacity": 0.5 });
  const word = group?.layers[0];
  assert.deepEqual([group?.width, group?.rotation, word?.x, word?.width, word?.text?.size], [120, 45, 60, 80, 40]);
});

test("undo brings the old canvas back", () => {
  const [after, inverse] = apply(DOC, resizedCanvas(DOC, { width: 100, height: 900 }, true));
  assert.deepEqual(apply(after, inverse)[0], DOC);
});

test("a group that is resized takes along what it holds; a photo may change its proportions", () => {
  const [after] = apply(DOC, [...resizedLayer(DOC.layers[1]!, { width: 30, height: 30 }), ...resizedLayer(DOC.layers[0]!, { width: 10, height: 99 })]);
  assert.deepEqual([after.layers[1]?.height, after.layers[1]?.layers[0]?.width], [30, 20]);
  assert.deepEqual([after.layers[0]?.width, after.layers[0]?.height], [10, 99]);
});

test("a covering layer leaves nothing of the canvas free", () => {
  const over = covering(DOC.layers[0]!, { ...DOC.canvas, width: 400, height: 400 });
  assert.deepEqual([over.width, over.height, over.x, over.y], [800, 400, 200, 200]);
});
