import assert from "node:assert/strict";
import { test } from "node:test";
import { readError } from "./errors.ts";

test("the studio's JSON error keeps its text and remedy", () => {
  const body = '{"error":{"code":"too_large","text":"120 MB is over 100 MB.","remedy":"Send less."}}';
  const error = readError(413, body, null);
  assert.equal(error.message, "120 MB is over 100 MB.");
  assert.deepEqual([error.code, error.status, error.remedy], ["too_large", 413, "Send less."]);
});

test("a transform URL's error line is understood", () => {
  const error = readError(400, "ERROR 9401: blur=900 isn't possible\n", null);
  assert.deepEqual([error.code, error.message], ["wire_9401", "blur=900 isn't possible"]);
});

test("a busy answer says when to come back", () => {
  assert.equal(readError(503, "", "3").retryAfter, 3);
});

test("a proxy's page is not shown to people", () => {
  assert.equal(readError(502, "<html>Bad gateway</html>", null).message, "The server answered 502.");
});
