import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, searchOf } from "./address.ts";

const ID = "0b7ff3f5-0d0c-4a8f-8a51-3a1f1c6f9a01";

test("an address leads back to the same place", () => {
  for (const search of ["", "?state=review&sort=doubt", `?q=m%C3%BCg+1&item=${ID}`, `?state=failed&item=${ID}`]) {
    assert.equal(searchOf(placeOf(search)), search);
  }
});

test("what isn't known says nothing", () => {
  assert.equal(searchOf(placeOf("?state=lost&sort=size&item=../x&more=1")), "");
  assert.equal(placeOf("?state=running").view.state, "waiting", "one filter shows both");
  assert.equal(placeOf(`?q=${"x".repeat(999)}`).view.q.length, 255);
});
