/** How the recipe's fields are laid out for people. What they are and take is the server's word. */

import type { Field, Schema } from "./schema.ts";

export interface Group {
  readonly title: string;
  /** Shown open at first. */
  readonly open: boolean;
  readonly fields: readonly Field[];
}

const GROUPS: ReadonlyArray<readonly [title: string, open: boolean, names: readonly string[]]> = [
  ["Subject", true, ["cut", "clean", "trim", "fill", "align", "margin", "head", "faces", "shape"]],
  ["Look", true, ["background", "shadow", "watermark"]],
  ["Marketplaces and sizes", true, ["targets"]],
  ["File names", true, ["pattern"]],
  ["Models", false, ["model", "second"]],
];

const LABELS: Readonly<Record<string, string>> = {
  cut: "Cut out",
  clean: "Clean colours",
  trim: "Trim to the subject",
  fill: "Fill",
  align: "Align",
  margin: "Margin",
  head: "Face",
  faces: "Faces",
  shape: "Shape",
  shadow: "Shadow",
  background: "Background",
  watermark: "Watermark",
  targets: "Marketplaces and sizes",
  pattern: "File names",
  model: "Model",
  second: "Second opinion",
  kind: "Photos show",
  place: "Place",
  size: "Width",
  opacity: "Opacity",
  color: "Colour",
  text: "Text",
  "max-bytes": "Largest file",
};

const WORDS: Readonly<Record<string, string>> = { product: "Products", portrait: "Portraits" };

/** A word as people read it: `fill-light` as "Fill light". */
export function spoken(word: string): string {
  const plain = word.replaceAll(/[-_.]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export const labelOf = (name: string): string => LABELS[name] ?? spoken(name);
export const wordOf = (word: string): string => WORDS[word] ?? spoken(word);

/** Every field of the schema but `kind`, which stands above all; new ones come last. */
export function grouped(schema: Schema): readonly Group[] {
  const known = new Map(schema.recipe.map((field) => [field.name, field]));
  known.delete("kind");
  const groups = GROUPS.map(([title, open, names]) => {
    const fields = names.flatMap((name) => known.get(name) ?? []);
    names.forEach((name) => known.delete(name));
    return { title, open, fields };
  });
  const others = { title: "More", open: false, fields: [...known.values()] };
  return [...groups, others].filter((group) => group.fields.length > 0);
}

/** A number without a unit whose whole is 1 is shown in percent. */
export function isShare({ schema }: Field): boolean {
  return schema.type === "number" && !schema.unit && (schema.maximum ?? 2) <= 1;
}
