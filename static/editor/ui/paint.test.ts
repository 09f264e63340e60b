import assert from "node:assert/strict";
import { test } from "node:test";
import { readColour, writeColour } from "./colour.ts";
import { asKind, readPaint, writePaint } from "./paint.ts";

test("colours keep their value through the controls", () => {
  for (const text of ["#ff8800", "#ff880080", "transparent"]) assert.equal(writeColour(readColour(text)!), text);
});

test("short hex, hex without its sign, and rgb() are understood", () => {
  assert.equal(writeColour(readColour("f80")!), "#ff8800");
  assert.equal(writeColour(readColour("rgb(255 136 0 / 50%)")!), "#ff880080");
  assert.equal(writeColour(readColour("rgba(255, 136, 0, 0)")!), "transparent");
});

test("what isn't a plain colour is left to the browser", () => {
  for (const text of ["tomato", "#12", "rgb(1,2)", "hsl(1 2% 3%)", ""]) assert.equal(readColour(text), null);
});

test("gradients keep direction, centre, stops and colours in brackets", () => {
  const linear = "linear-gradient(160deg,#ffd7a8 0%,rgb(255,157,138) 60%,#f6738a 100%)";
  assert.equal(writePaint(readPaint(linear)), linear);
  const radial = "radial-gradient(circle closest-side at 30% 40%,#ffffff 0%,transparent 100%)";
  assert.equal(writePaint(readPaint(radial)), radial);
});

test("directions in words become angles; stops without a place lie evenly", () => {
  assert.equal(
    writePaint(readPaint("linear-gradient(to right, red, lime, blue)")),
    "linear-gradient(90deg,red 0%,lime 50%,blue 100%)",
  );
});

test("a change of kind keeps the colours", () => {
  const gradient = asKind(readPaint("#123456"), "linear");
  assert.match(writePaint(gradient), /^linear-gradient\(180deg,#123456 0%,#[0-9a-f]{6} 100%\)$/);
  assert.equal(writePaint(asKind(asKind(gradient, "radial"), "colour")), "#123456");
});
