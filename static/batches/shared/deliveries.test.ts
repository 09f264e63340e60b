import assert from "node:assert/strict";
import { test } from "node:test";
import type { Delivery } from "./hook_api.ts";
import { deliveryWords } from "./deliveries.ts";

const LAST: Delivery = { round: 1, state: "done", status: 204, attempts: 1, at: "2026-11-21T22:10:00Z", error: null };
const ERROR = { code: "busy", text: "The hook answered 500.", remedy: "It is tried again." };

test("a delivery says what the address answered", () => {
  assert.deepEqual(deliveryWords(null).tone, "");
  assert.match(deliveryWords(LAST).text, /^Told on .*: it answered 204\.$/);
  assert.equal(deliveryWords(LAST).tone, "good");
});

test("one that didn't arrive says why, and whether it is tried again", () => {
  const again = deliveryWords({ ...LAST, state: "waiting", status: null, attempts: 2, error: ERROR });
  assert.deepEqual(again, { text: "Tried 2 times. The hook answered 500. It is tried again.", tone: "warn" });
  const ended = deliveryWords({ ...LAST, state: "failed", status: null, attempts: 5, error: ERROR });
  assert.match(ended.text, /^Not told on .*\. The hook answered 500\. That was the last of 5 attempts\.$/);
  const refused = { code: "invalid_option", text: "The hook answered 410.", remedy: "Check its address." };
  assert.match(deliveryWords({ ...LAST, state: "failed", error: refused }).text, /410\. Check its address\.$/);
  assert.equal(ended.tone, "bad");
  assert.equal(deliveryWords({ ...LAST, state: "running", status: null }).text, "It is being told now.");
});
