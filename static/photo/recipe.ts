/** The options of a transform URL as a map, and the URL that they make. */

export type Value = string | number | boolean;
export type Recipe = ReadonlyMap<string, Value>;

export interface Schema {
  readonly type?: "number" | "integer" | "boolean" | "string" | "array";
  readonly enum?: ReadonlyArray<string | number>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly format?: string;
}

export interface Option {
  readonly name: string;
  readonly default: Value | readonly unknown[] | null;
  readonly help: string;
  readonly example: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly name: string;
  readonly stage: string;
  readonly help: string;
  readonly options: readonly Option[];
}

/** The recipe with one option changed; a default value leaves the recipe. */
export function withOption(recipe: Recipe, option: Option, value: Value): Recipe {
  const next = new Map(recipe);
  if (value === option.default || String(value) === String(option.default) || value === "") next.delete(option.name);
  else next.set(option.name, value);
  return next;
}

/** A value as it stands in a URL: percent-encoded, so that commas and slashes end nothing. */
function text(value: Value): string {
  const plain = typeof value === "number" ? String(Number(value.toFixed(4))) : String(value);
  return encodeURIComponent(plain).replaceAll("%3B", ";").replaceAll("%3A", ":");
}

export function urlOf(recipe: Recipe, photo: string): string {
  const options = [...recipe].map(([name, value]) => `${name}=${text(value)}`);
  return `/cdn-cgi/image/${options.length ? options.join(",") : "format=auto"}/${photo}`;
}

/** The same picture no larger than the screen can show, in the best format that it reads. */
export function previewOf(recipe: Recipe, photo: string, pixels: number): string {
  const shown = new Map(recipe);
  const sized = ["width", "height", "dpr"].some((name) => shown.has(name));
  if (!sized) shown.set("width", pixels);
  shown.delete("quality");
  shown.set("format", "webp");
  return urlOf(shown, photo);
}
