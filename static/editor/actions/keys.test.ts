import assert from "node:assert/strict";
import { test } from "node:test";
import { ariaKeys, means, spelled, type Pressed } from "./keys.ts";

function press(key: string, held = "", code = ""): Pressed {
  return {
    key, code, ctrlKey: held.includes("c"), metaKey: held.includes("m"), shiftKey: held.includes("s"), altKey: held.includes("a"),
  };
}

test("Mod is Ctrl, and Command on a Mac, never the other one", () => {
  assert.ok(means(press("d", "c"), "Mod+d", false));
  assert.ok(!means(press("d", "m"), "Mod+d", false));
  assert.ok(means(press("d", "m"), "Mod+d", true));
  assert.ok(!means(press("d", "c"), "Mod+d", true));
  assert.ok(!means(press("d"), "Mod+d", false));
});

test("more held keys mean something else", () => {
  assert.ok(means(press("G", "cs"), "Mod+Shift+g", false));
  assert.ok(!means(press("G", "cs"), "Mod+g", false));
  assert.ok(!means(press("v", "a"), "v", false));
});

test("capitals lock changes nothing", () => {
  assert.ok(means(press("V"), "v", false));
});

test("keyboards with other alphabets have the same shortcuts in the same places", () => {
  assert.ok(means(press("я", "c", "KeyZ"), "Mod+z", false));
  assert.ok(means(press("μ", "", "KeyM"), "m", false));
  assert.ok(means(press("х", "", "BracketLeft"), "[", false));
  assert.ok(means(press("{", "s", "BracketLeft"), "Shift+[", false));
});

test("where Latin letters lie elsewhere, the letter counts and not its place", () => {
  assert.ok(means(press("z", "c", "KeyY"), "Mod+z", false));
  assert.ok(!means(press("y", "c", "KeyZ"), "Mod+z", false));
});

test("signs count however they are typed", () => {
  assert.ok(means(press("?", "s", "Slash"), "?", false));
  assert.ok(means(press("?", "s", "Minus"), "?", false));
  assert.ok(means(press("+", "cs", "Equal"), "Mod++", false));
  assert.ok(means(press("+", "c", "NumpadAdd"), "Mod++", false));
  assert.ok(means(press("!", "s", "Digit1"), "Shift+1", false));
  assert.ok(!means(press("1", "", "Digit1"), "Shift+1", false));
});

test("they are shown as people know them", () => {
  assert.equal(spelled("Mod+Shift+z", false), "Ctrl+Shift+Z");
  assert.equal(spelled("Mod+Shift+z", true), "⇧⌘Z");
  assert.equal(spelled("Alt+ArrowUp", false), "Alt+↑");
  assert.equal(spelled("Mod++", false), "Ctrl++");
  assert.equal(spelled("Delete", false), "Del");
  assert.equal(ariaKeys("Mod+Shift+z", false), "Control+Shift+z");
});
