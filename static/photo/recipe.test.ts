import assert from "node:assert/strict";
import { test } from "node:test";
import { previewOf, urlOf, withOption, type Option } from "./recipe.ts";

const BLUR: Option = {
  name: "blur",
  default: 0,
  help: "",
  example: "blur=2",
  schema: { type: "number", minimum: 0, maximum: 250 },
};

test("an option set back to its default leaves the recipe", () => {
  const blurred = withOption(new Map(), BLUR, 4);
  assert.deepEqual([...blurred], [["blur", 4]]);
  assert.equal(withOption(blurred, BLUR, 0).size, 0);
});

test("changing a recipe leaves the old one alone, so that undo can go back to it", () => {
  const before = withOption(new Map(), BLUR, 4);
  withOption(before, BLUR, 9);
  assert.equal(before.get("blur"), 4);
});

test("values that hold commas, slashes or hashes stay one option", () => {
  const url = urlOf(new Map([["background", "rgb(1, 2, 3)/#f00"]]), "p");
  assert.equal(url, "/cdn-cgi/image/background=rgb(1%2C%202%2C%203)%2F%23f00/p");
});

test("a URL has at least one option", () => {
  assert.equal(urlOf(new Map(), "p"), "/cdn-cgi/image/format=auto/p");
});

test("a preview is bounded by the screen unless the recipe has its own size", () => {
  assert.match(previewOf(new Map([["blur", 2]]), "p", 900), /width=900/);
  assert.doesNotMatch(previewOf(new Map([["height", 40]]), "p", 900), /width/);
});
