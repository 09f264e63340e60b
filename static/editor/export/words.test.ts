import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, Encoding, Made } from "./types.ts";
import { bytesText, checksText, encodingText, limitText, progressText, spoken, weight } from "./words.ts";

const ENCODING: Encoding = { format: "webp", quality: 87, lossless: false, tries: 8, limit: 100_000, alpha_quality: 100, scale: 1, colours: 0 };
const MADE: Made = {
  key: "k", url: "/p/k", download: "/p/k?download=x", file_name: "x", width: 512, height: 512, bytes: 96_412,
  content_type: "image/webp", warnings: [], engines: {}, encoding: ENCODING, checks: [],
};
const check = (verdict: Check["verdict"]): Check => ({ name: "n", title: "t", verdict, value: "", rule: "", remedy: "" });

test("bytes are told as shops count them", () => {
  assert.equal(bytesText(999), "999 bytes");
  assert.equal(bytesText(96_412), "96.4\u00a0KB");
  assert.equal(bytesText(2_345_678), "2.35\u00a0MB");
  assert.equal(limitText(512_000), "512\u00a0KB");
  assert.equal(limitText(10_000_000), "10\u00a0MB");
  assert.equal(weight(MADE), "96.4\u00a0KB of 100\u00a0KB");
  assert.equal(weight({ ...MADE, encoding: { ...ENCODING, limit: 0 } }), "96.4\u00a0KB");
});

test("the encoder says what it chose", () => {
  assert.equal(encodingText(ENCODING), "WebP, quality 87, best of 8 tries");
  assert.equal(encodingText({ ...ENCODING, quality: 0, lossless: true, tries: 1 }), "WebP, lossless");
  assert.equal(encodingText({ ...ENCODING, format: "png", quality: 0, colours: 256, limit: 9, tries: 3 }), "PNG, 256 colours, best of 3 tries");
});

test("progress is told with the place in line", () => {
  assert.equal(progressText({ stage: "drawing", place: null, seconds: null }), "Drawing");
  assert.equal(progressText({ stage: "looking", place: 2, seconds: 2.6 }), "Cutting out: 2nd in line, about 3 s");
  assert.equal(progressText({ stage: "looking", place: 12, seconds: null }), "Cutting out: 12th in line");
  assert.equal(progressText({ stage: "looking", place: 0, seconds: 0.2 }), "Cutting out, about 1 s");
});

test("rules are counted", () => {
  assert.equal(checksText([]), "");
  assert.equal(checksText([check("pass"), check("pass")]), "All 2 rules met");
  assert.equal(checksText([check("pass"), check("warn"), check("fail")]), "2 of 3 rules need a look");
});

test("a ready file is announced in one sentence", () => {
  assert.equal(spoken(MADE), "Ready: WebP, quality 87, best of 8 tries, 512 by 512 pixels, 96.4\u00a0KB of 100\u00a0KB");
});
