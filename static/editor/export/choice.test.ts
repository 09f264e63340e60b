import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, formatsOf, heightFor, mostWidth, recalled, remembered, startOf, takesQuality, widthFor } from "./choice.ts";
import type { Preset, Rules } from "./types.ts";

const NONE: Rules = {
  width: 0, height: 0, sizing: "", formats: [], max_bytes: 0, alpha: false, margin: 0, outline: 0,
  outline_colour: "#ffffff", fill: 0, white: false, detail: false, source: "", checked_on: "",
};
const plain = (name: string, options: string, longest = 0): Preset => ({
  name, title: name, group: "share", group_title: "To share", purpose: "For pages.", options, longest, rules: NONE,
});
const WEB = plain("web", "format=webp,quality=82,metadata=none", 2048);
const PHOTO = plain("photo", "background=white,format=jpeg,quality=90");
const STICKER: Preset = {
  ...plain("sticker", "format=webp,max-bytes=100000,metadata=none"),
  rules: { ...NONE, width: 512, height: 512, sizing: "exact", formats: ["webp"], max_bytes: 100_000, margin: 16, outline: 8 },
};
const SHEET = { width: 4000, height: 3000, background: "transparent" };

test("a preset starts with its own format, quality and size", () => {
  const web = startOf(WEB, SHEET, false);
  assert.equal(web.width, 2048);
  assert.equal(web.format, "webp");
  assert.equal(web.quality, 82);
  assert.equal(startOf(PHOTO, SHEET, false).width, 4000);
});

test("an outline is drawn unless a layer has one", () => {
  assert.equal(startOf(STICKER, SHEET, false).outline, true);
  assert.equal(startOf(STICKER, SHEET, true).outline, false);
  assert.equal(startOf(STICKER, SHEET, false).margin, true);
});

test("a sized preset asks for its switches, never for a size or a quality", () => {
  const choice = { ...startOf(STICKER, SHEET, false), margin: false };
  assert.deepEqual(asked(choice, STICKER, SHEET), { preset: "sticker", format: "webp", outline: "on", margin: "off" });
  assert.deepEqual(formatsOf(STICKER), ["webp"]);
  assert.equal(takesQuality(STICKER, "webp"), false);
});

test("an open preset asks for its width and quality", () => {
  assert.deepEqual(asked(startOf(WEB, SHEET, false), WEB, SHEET), { preset: "web", width: 2048, format: "webp", quality: 82 });
  assert.deepEqual(asked(startOf(PHOTO, SHEET, false), PHOTO, SHEET), { preset: "photo", scale: 1, format: "jpeg", quality: 90 });
});

test("a preset on white steps back when the picture shall stay transparent", () => {
  const png = { ...startOf(PHOTO, SHEET, false), format: "png" as const, background: "transparent" };
  assert.deepEqual(asked(png, PHOTO, SHEET), { metadata: "copyright", scale: 1, format: "png", background: "transparent" });
});

test("width and height belong together", () => {
  assert.equal(heightFor(2000, SHEET), 1500);
  assert.equal(widthFor(1500, SHEET), 2000);
  assert.equal(heightFor(1, { ...SHEET, height: 3 }), 1);
  assert.ok(heightFor(mostWidth(SHEET), SHEET) <= 20_000);
  assert.ok(mostWidth(SHEET) <= 20_000);
});

test("the last choice comes back, the width after the document", () => {
  const choice = { ...startOf(WEB, SHEET, false), format: "avif" as const, quality: 61, width: 10 };
  const again = recalled(remembered(choice), [WEB, PHOTO], SHEET, false);
  assert.deepEqual(again, { ...choice, width: 2048 });
});

test("nonsense in the memory is forgotten", () => {
  for (const text of [null, "", "null", "[]", "{}", '{"preset":"gone"}', "{"]) {
    assert.equal(recalled(text, [WEB], SHEET, false), null);
  }
  const odd = recalled('{"preset":"web","format":"exe","quality":900}', [WEB], SHEET, false);
  assert.equal(odd?.format, "webp");
  assert.equal(odd?.quality, 100);
});
