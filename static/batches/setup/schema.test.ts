import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, isShare, labelOf, spoken } from "./layout.ts";
import { applies, fieldOf, sameRecipe, valueOf, written, type Field, type Schema } from "./schema.ts";

function field(name: string, start: unknown, schema: Field["schema"] = {}): Field {
  return { name, default: start, help: "", example: "", rule: "", schema };
}

const SCHEMA: Schema = {
  recipe: [
    field("kind", "product", { enum: ["product", "portrait"] }),
    field("fill", 0.85, { type: "number", minimum: 0.1, maximum: 1, unit: "" }),
    field("background", "#ffffff"),
    field("watermark", null),
    field("targets", []),
    field("pattern", "{name}"),
    field("sparkle", false, { type: "boolean" }),
  ],
  watermark: [field("text", ""), field("size", 0.25)],
  target: [field("name", ""), field("preset", ""), field("width", 0)],
  most_targets: 8,
  name_fields: ["name"],
};
const problem = (message: string) => ({ code: "invalid_option", message });

test("what is at its default isn't sent, in watermarks and targets as well", () => {
  const values = { fill: 0.85, background: "#eeeeee", watermark: { text: "X", size: 0.25 }, targets: [{ preset: "amazon", width: 0 }] };
  assert.deepEqual(written(values, SCHEMA), { background: "#eeeeee", watermark: { text: "X" }, targets: [{ preset: "amazon" }] });
});

test("a watermark that was taken off is gone", () => {
  assert.deepEqual(written({ watermark: null, targets: [] }, SCHEMA), { targets: [] });
});

test("two recipes that mean the same are the same", () => {
  assert.ok(sameRecipe({ fill: 0.85, background: "red", targets: [] }, { background: "red" }, SCHEMA));
  assert.ok(!sameRecipe({ targets: [{ preset: "a" }] }, { targets: [{ preset: "b" }] }, SCHEMA));
});

test("an error leads to the field that it names", () => {
  const told = {
    "fill=2 isn't possible: it lies outside 0.1 to 1.": "fill",
    "size=4 isn't possible: it lies outside 0.02 to 1.": "watermark",
    "width=50000 isn't possible: it lies outside 1 to 20000.": "targets",
    "A recipe without targets makes no file.": "targets",
    "'amazn' is not a known export preset.": "targets",
    "Two targets are named 'amazon'.": "targets",
    "A watermark is a text or a picture.": "watermark",
    "The file name '{x}' holds {x.": "pattern",
    "The studio is busy.": "",
  };
  for (const [text, name] of Object.entries(told)) assert.equal(fieldOf(problem(text), SCHEMA), name, text);
});

test("fields that change nothing are left out", () => {
  assert.ok(applies("fill", {}));
  assert.ok(!applies("fill", { trim: false }));
  assert.ok(!applies("fill", { kind: "portrait" }));
  assert.ok(applies("head", { kind: "portrait" }));
  assert.ok(!applies("clean", { cut: false }));
});

test("every field has a place, those that are new to this page as well", () => {
  const groups = grouped(SCHEMA);
  const names = groups.flatMap((group) => group.fields.map((one) => one.name));
  assert.deepEqual(names.sort(), ["background", "fill", "pattern", "sparkle", "targets", "watermark"]);
  assert.equal(groups.at(-1)?.title, "More");
  assert.equal(labelOf("sparkle"), "Sparkle");
  assert.equal(spoken("bottom-right"), "Bottom right");
  assert.ok(isShare(SCHEMA.recipe[1]!));
  assert.equal(valueOf({}, SCHEMA.recipe[1]!), 0.85);
});
