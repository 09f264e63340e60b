import assert from "node:assert/strict";
import { test } from "node:test";
import type { Market } from "../shared/api.ts";
import { changes, draftOf, edited, fieldsOf, itemsOf, kept, shippedWords, shown, toggled } from "./fields.ts";

const SHIPPED = { least: 500, max_bytes: 10_000_000, fill: 0.85, white: true, source: "a guide" };
const MARKET: Market = {
  name: "amazon", title: "Amazon", group: "product", purpose: "", changed: true,
  shipped: { ...SHIPPED, checked_on: "2026-11-20" },
  rules: { ...SHIPPED, least: 1000, checked_on: "2026-11-21" },
};
const FIELDS = fieldsOf({ least: {}, max_bytes: {}, fill: {}, white: { type: "boolean" }, source: { type: "string" }, most: {}, newest: { type: "integer" } });
const field = (name: string) => FIELDS.find((one) => one.name === name)!;

test("only what differs from the shipped rules is sent", () => {
  const draft = draftOf(MARKET.rules, FIELDS);
  assert.equal(edited(draft, MARKET, FIELDS), false);
  assert.deepEqual(changes(draft, MARKET, FIELDS), { least: 1000 });
  const next = { ...draft, least: 500, white: false };
  assert.equal(edited(next, MARKET, FIELDS), true);
  assert.deepEqual(changes(next, MARKET, FIELDS), { white: false });
});

test("numbers are typed as people say them", () => {
  assert.equal(shown(field("fill"), 0.85), 85);
  assert.equal(kept(field("fill"), 87.5), 0.875);
  assert.equal(kept(field("max_bytes"), shown(field("max_bytes"), 9_500_000)), 9_500_000);
  assert.equal(shown(field("least"), 500), 500);
});

test("beside what was changed stands what was shipped", () => {
  const draft = { ...draftOf(MARKET.rules, FIELDS), most: 9000, white: false };
  assert.equal(shippedWords(field("least"), draft, MARKET), "shipped: 500 px");
  assert.equal(shippedWords(field("most"), draft, MARKET), "shipped: no rule");
  assert.equal(shippedWords(field("white"), draft, MARKET), "shipped: yes");
  assert.equal(shippedWords(field("source"), draft, MARKET), "");
  assert.equal(shippedWords(field("newest"), draft, MARKET), "no rule");
});

test("a rule that this page doesn't know yet is asked for by its name", () => {
  assert.deepEqual(FIELDS.at(-1), { name: "newest", label: "newest", help: "", kind: "number", unit: "" });
});

const LISTS = fieldsOf({ formats: { type: "array", items: { enum: ["jpeg", "png", "webp", "avif"] } }, aspects: { type: "array", items: {} } });
const [FORMATS, SHAPES] = LISTS as [(typeof LISTS)[number], (typeof LISTS)[number]];
const LISTED: Market = {
  ...MARKET, shipped: { formats: ["jpeg", "webp", "png"], aspects: ["1:1"] }, rules: { formats: ["jpeg", "webp", "png"], aspects: ["1:1"] },
};

test("formats are ticked, whatever order they came in", () => {
  const draft = draftOf(LISTED.rules, LISTS);
  assert.equal(edited(draft, LISTED, LISTS), false);
  const without = toggled(String(draft["formats"]), "jpeg", FORMATS);
  assert.equal(without, "png, webp");
  assert.deepEqual(changes({ ...draft, formats: without }, LISTED, LISTS), { formats: ["png", "webp"] });
  assert.equal(toggled(without, "jpeg", FORMATS), draft["formats"]);
  assert.equal(shippedWords(FORMATS, { ...draft, formats: without }, LISTED), "shipped: JPEG, PNG, WebP");
});

test("shapes are typed as people write lists, and none is none", () => {
  assert.deepEqual(itemsOf("1:1, 4:3;  3:4 1:1", SHAPES), ["1:1", "4:3", "3:4"]);
  const draft = draftOf(LISTED.rules, LISTS);
  assert.deepEqual(changes({ ...draft, aspects: "1:1, 4:3" }, LISTED, LISTS), { aspects: ["1:1", "4:3"] });
  assert.deepEqual(changes({ ...draft, aspects: "" }, LISTED, LISTS), { aspects: [] });
});
