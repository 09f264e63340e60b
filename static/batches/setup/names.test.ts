import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../tests/plan/batches/file_names.json";
import { fileName, stem, unknownField } from "./names.ts";

const FIELDS = ["name", "sku", "n", "width", "height", "target"];

test("examples are named as the server names files", () => {
  for (const { pattern, file, ...said } of cases) {
    const one = { ...said, width: 2000, height: 2000, target: "amazon", ending: "jpg" };
    assert.equal(fileName(pattern, one), file, JSON.stringify(pattern));
  }
});

test("a long name is cut to what file systems take", () => {
  const one = { name: "ä".repeat(400), sku: "", n: 1, last: 1, width: 1, height: 1, target: "x", ending: "png" };
  assert.equal(fileName("{name}", one), `${"ä".repeat(150)}.png`);
});

test("an ending is what follows the last point, if it is short", () => {
  assert.deepEqual(["a.b.jpg", "a", ".hidden", "v1.2 final cut"].map(stem), ["a.b", "a", ".hidden", "v1.2 final cut"]);
});

test("an unknown field is named, an open brace as well", () => {
  assert.equal(unknownField("{name}_{n}", FIELDS), null);
  assert.equal(unknownField("{name}_{colour}", FIELDS), "colour");
  assert.equal(unknownField("{name}_{wid", FIELDS), "wid");
});
