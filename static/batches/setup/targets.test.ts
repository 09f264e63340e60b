import assert from "node:assert/strict";
import { test } from "node:test";
import type { Market } from "../shared/api.ts";
import { bytesText, changed, clashes, endingOf, isOn, nameOf, ruleWords, sizeOf, titleOf, toggled, withOwn } from "./targets.ts";

const AMAZON: Market = {
  name: "amazon", title: "Amazon main image", group: "product", purpose: "", changed: false,
  shipped: {}, rules: { width: 2000, height: 2000, formats: ["jpeg", "png"], max_bytes: 10_000_000, fill: 0.85, white: true, plain: true, shadowless: true },
};
const GOOGLE: Market = { ...AMAZON, name: "google", rules: { width: 1500, height: 1500, fill: 0.75, most_fill: 0.9 } };

test("a marketplace is ticked and unticked, others stay as they are", () => {
  const own = { width: 800, height: 600, quality: 80 };
  const on = toggled([own], "amazon");
  assert.deepEqual(on, [own, { preset: "amazon" }]);
  assert.ok(isOn(on, "amazon"));
  assert.deepEqual(toggled(on, "amazon"), [own]);
});

test("sizes of one's own never share a name", () => {
  const size = { width: 800, height: 600 };
  const twice = withOwn(withOwn([], size), size);
  assert.deepEqual(twice.map(nameOf), ["800x600", "800x600-2"]);
  assert.deepEqual(withOwn(twice, size).map(nameOf).at(-1), "800x600-3");
});

test("what a target leaves open comes from its marketplace", () => {
  assert.deepEqual(sizeOf({ preset: "amazon" }, [AMAZON]), { width: 2000, height: 2000 });
  assert.deepEqual(sizeOf({ preset: "amazon", width: 1600 }, [AMAZON]), { width: 1600, height: 2000 });
  assert.equal(endingOf({ preset: "amazon" }, [AMAZON]), "jpg");
  assert.equal(endingOf({ width: 5, height: 5, format: "webp" }, []), "webp");
  assert.equal(titleOf({ preset: "amazon" }, [AMAZON]), "Amazon main image");
  assert.equal(titleOf({ width: 800, height: 600 }, []), "800 × 600 px");
  assert.deepEqual(changed([{ preset: "amazon" }], 0, { format: "png" }), [{ preset: "amazon", format: "png" }]);
});

test("rules are told in a few words", () => {
  assert.deepEqual(ruleWords(AMAZON.rules), ["2000 × 2000 px", "pure white", "subject 85 %", "no text or marks", "no shadow", "up to 10 MB"]);
  assert.ok(ruleWords(GOOGLE.rules).includes("subject 75 % to 90 %"));
  assert.equal(bytesText(96_400), "96.4 KB");
});

test("what a marketplace won't take is said before anything is made", () => {
  assert.deepEqual(clashes({}, AMAZON.rules), []);
  assert.deepEqual(clashes({ background: "white" }, AMAZON.rules), []);
  const all = { background: "#eeeeee", shadow: "contact", watermark: { text: "x" }, fill: 0.5 };
  assert.equal(clashes(all, AMAZON.rules).length, 4);
  assert.deepEqual(clashes({ cut: false }, AMAZON.rules), ["the background isn't cut away"]);
  assert.deepEqual(clashes({ fill: 0.95 }, GOOGLE.rules), ["the subject may take 90 %"]);
  assert.deepEqual(clashes({ kind: "portrait", fill: 0.2 }, GOOGLE.rules), []);
});
