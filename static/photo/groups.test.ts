import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "./groups.ts";

const operation = (name: string) => ({ name, stage: "", help: "", options: [] });

test("cutting out comes first, whatever the renderer's order is", () => {
  const groups = grouped(["trim", "blur", "segment"].map(operation));
  assert.deepEqual(groups.map((group) => group.title), ["Cut out", "Adjust", "Trim"]);
});

test("an operation that nobody thought of still has its controls", () => {
  const last = grouped([operation("segment"), operation("vignette")]).at(-1);
  assert.equal(last?.title, "More");
  assert.deepEqual(last?.operations.map((one) => one.name), ["vignette"]);
});
