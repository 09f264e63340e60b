import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeDoc } from "../document/defaults.ts";
import { everyLayer } from "../document/tree.ts";
import { read, renewed, sources, written } from "./clipboard.ts";

const DOC = wholeDoc({
  canvas: { width: 800, height: 600 },
  layers: [
    { id: "g", kind: "group", x: 400, y: 300, width: 100, height: 100, rotation: 90, layers: [
      { id: "photo", kind: "image", source: "abc", x: 50, y: 0, width: 20, height: 10, name: "كلب" },
    ] },
    { id: "word", kind: "text", text: { text: "quack" }, x: 1, y: 2, width: 30, height: 40 },
  ],
});

test("layers survive the clipboard, those of groups with the group", () => {
  const copied = read(written(DOC, DOC.layers));
  assert.deepEqual(copied?.layers, DOC.layers);
  assert.deepEqual(copied?.canvas, { width: 800, height: 600 });
  assert.deepEqual(sources(copied!.layers), ["abc"]);
});

test("a layer copied out of a group is placed as it lay on the canvas", () => {
  const [photo] = read(written(DOC, DOC.layers[0]!.layers))!.layers;
  assert.deepEqual([photo?.x, photo?.y, photo?.rotation].map((n) => Math.round(n!)), [450, 300, 90]);
});

test("other texts are no layers", () => {
  const good = JSON.parse(written(DOC, DOC.layers)) as Record<string, unknown>;
  for (const other of ["", "hello", '{"kind": "studio/layers"', "null", '"studio/layers"']) assert.equal(read(other), null, other);
  for (const change of [{ version: 2 }, { layers: "x" }, { layers: [{ kind: "script" }] }, { canvas: null }, { layers: [{ kind: "text", width: 0, height: 1 }] }]) {
    assert.equal(read(JSON.stringify({ ...good, ...change })), null);
  }
});

test("copies get names of their own, however deep", () => {
  const all = [...everyLayer(DOC.layers.map((layer) => renewed(layer, 5, 6)))];
  const ids = all.map((layer) => layer.id);
  assert.equal(new Set([...ids, "g", "photo", "word"]).size, ids.length + 3);
  assert.ok(ids.every((id) => /^[\w-]{1,64}$/.test(id)));
  assert.deepEqual([all[0]?.x, all[1]?.x], [405, 50]);
});
