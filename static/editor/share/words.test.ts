import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeLayer } from "../document/defaults.ts";
import { endText, layersText } from "./words.ts";

const NOW = Date.parse("2026-01-10T12:00:00Z");

test("a link's end is told in days, then in hours, and when it is over", () => {
  const told = ["2026-01-17T12:00:00Z", "2026-01-11T11:59:00Z", "2026-01-10T15:10:00Z", "2026-01-10T12:01:00Z", "2026-01-10T12:00:00Z"];
  assert.deepEqual(
    told.map((end) => endText(end, NOW)),
    ["Ends in 7 days", "Ends in 1 day", "Ends in 3 hours", "Ends in 1 hour", "Ended"],
  );
  assert.equal(endText(null, NOW), "Never ends");
});

test("where somebody is at is told by the layer's name, or by how many there are", () => {
  const layers = ["Sun", "", "Cup"].map((name, n) => wholeLayer({ id: `${n}`, kind: "shape", name, width: 1, height: 1 }));
  assert.equal(layersText(layers, []), "Looks around");
  assert.equal(layersText(layers, ["gone"]), "Looks around");
  assert.equal(layersText(layers, ["0"]), "At “Sun”");
  assert.equal(layersText(layers, ["1"]), "At “shape”");
  assert.equal(layersText(layers, ["0", "2"]), "At 2 layers");
});
