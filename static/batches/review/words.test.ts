import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, Counts, Result, Verdict } from "../shared/api.ts";
import { bytes, milestone, noneIs, short, summed, tabs, why } from "./words.ts";

const check = (verdict: Verdict): Check => ({ name: "c", title: "Fill share", verdict, value: "61 %", rule: "", remedy: "", number: null });
const result = (title: string, ...verdicts: Verdict[]): Result => ({
  target: title, title, preset: "", key: "k", width: 1, height: 1, bytes: 1, content_type: "image/jpeg", as_of: "", engines: {}, warnings: [],
  preview: "p", placed: null, checks: verdicts.map(check),
  verdict: verdicts.includes("fail") ? "fail" : verdicts.includes("warn") ? "warn" : "pass",
});
const counts = (more: Partial<Counts>): Counts => ({ waiting: 0, running: 0, passed: 0, review: 0, failed: 0, dropped: 0, total: 0, done: 0, unreadable: 0, ...more });
const ITEM = { state: "review", accepted: false, error: null, reason: "", reasons: [], results: [], behind: false } as const;

test("a card says its checks in few words, the worst first", () => {
  assert.deepEqual(summed([]), []);
  assert.deepEqual(summed([result("Amazon main image", "pass", "pass")]), [{ verdict: "pass", text: "Amazon: pass" }]);
  assert.equal(summed([result("eBay", "warn", "warn", "pass")])[0]?.text, "eBay: 2 warn");
  assert.deepEqual(summed([result("A", "pass"), result("B", "fail")]).map((one) => one.text), ["A: pass", "B: fail"]);
  assert.deepEqual(summed([result("A", "warn"), result("B", "warn")]).map((one) => one.text), ["A, B: warn"]);
  assert.equal(summed([result("A"), result("B"), result("C")])[0]?.text, "All 3: pass");
  const three = [result("A", "pass"), result("B", "warn"), result("C", "fail"), result("D", "pass")];
  assert.deepEqual(summed(three).map((one) => one.text), ["1 fail", "1 warn", "2 pass"]);
});

test("titles are cut where the marketplace's name ends", () => {
  assert.deepEqual(["Amazon main image", "eBay", "Google Merchant", "Hero 800"].map(short), ["Amazon", "eBay", "Google Merchant", "Hero 800"]);
});

test("why: an edit on its way, the error, the doubt, a warning, in this order", () => {
  assert.equal(why({ ...ITEM, behind: true, reason: "its edge is soft" }), "Edited: it is made anew in a moment");
  assert.equal(why({ ...ITEM, error: { code: "x", text: "It is broken.", remedy: "" } }), "It is broken.");
  assert.equal(why({ ...ITEM, reason: "its edge is soft" }), "Its edge is soft");
  assert.equal(why({ ...ITEM, state: "passed", results: [result("A", "warn")] }), "Fill share: 61 %");
  assert.equal(why({ ...ITEM, state: "passed", results: [result("A", "pass")] }), "");
});

test("an empty list tells whether something may still come into it", () => {
  assert.equal(noneIs("review", 0), "Nothing is left to review.");
  assert.equal(noneIs("review", 6), "No photo is to review yet: 6 are still to be made.");
  assert.equal(noneIs("passed", 1), "No photo is passed yet: 1 is still to be made.");
  assert.equal(noneIs("dropped", 6), "No photo is dropped.");
});

test("filters count what they show, and what runs waits", () => {
  const found = tabs(counts({ total: 10, waiting: 3, running: 2, passed: 5 }), "");
  assert.deepEqual(found.map((one) => [one.label, one.count]), [["All", 10], ["Passed", 5], ["To review", 0], ["Failed", 0], ["Waiting", 5]]);
  assert.equal(tabs(counts({ total: 1, dropped: 2 }), "").at(-1)?.count, 2);
  assert.equal(tabs(counts({}), "dropped").at(-1)?.filter, "dropped", "the filter that is on stays");
});

test("progress is told every tenth part, not with every photo", () => {
  const at = (done: number) => counts({ total: 200, done });
  assert.equal(milestone(at(1), at(2)), "");
  assert.equal(milestone(at(19), at(20)), "20 of 200 photos done");
  assert.equal(milestone(at(199), at(200)), "200 of 200 photos done");
  assert.equal(milestone(counts({ total: 3, done: 0 }), counts({ total: 3, done: 1 })), "1 of 3 photos done");
});

test("sizes are counted by thousands", () => {
  assert.deepEqual([999, 240_400, 1_204_000].map(bytes), ["999 bytes", "240 KB", "1.20 MB"]);
});
