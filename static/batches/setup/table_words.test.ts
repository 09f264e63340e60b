import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "./table_words.ts";

test("a table tells how many photos it named, and which of its names are nobody's", () => {
  assert.deepEqual(told({ photos: 1, unknown: 0, names: [] }), ["1 photo has its SKU from the table.", ""]);
  assert.deepEqual(told({ photos: 3, unknown: 1, names: ["x.jpg"] }), ["3 photos have their SKUs from the table.", "1 name fits no photo: “x.jpg”."]);
  const [text, rest] = told({ photos: 0, unknown: 4, names: ["a", "b", "c", "d"] });
  assert.equal(text, "The table names none of the photos.");
  assert.equal(rest, "4 names fit no photo: “a”, “b”, “c” and more.");
});
