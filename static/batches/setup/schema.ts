/** What a recipe may hold, as the server tells it, and recipes as plain values. */

import type { StudioError } from "../../editor/net/errors.ts";
import type { RecipeValues, TargetValues, Values } from "../shared/api.ts";

export interface FieldSchema {
  readonly type?: "number" | "integer" | "boolean" | "string" | "array" | "object";
  readonly enum?: ReadonlyArray<string>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly unit?: string;
  readonly format?: string;
}

export interface Field {
  readonly name: string;
  readonly default: unknown;
  readonly help: string;
  readonly example: string;
  readonly rule: string;
  readonly schema: FieldSchema;
}

export interface Schema {
  readonly recipe: readonly Field[];
  readonly watermark: readonly Field[];
  readonly target: readonly Field[];
  readonly most_targets: number;
  readonly name_fields: readonly string[];
}

/** The value, or the field's default. */
export function valueOf(values: Values, field: Field): unknown {
  return values[field.name] ?? field.default;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function withoutDefaults(values: Values, fields: readonly Field[]): Values {
  const known = new Map(fields.map((field) => [field.name, field]));
  const kept = Object.entries(values).filter(([name, value]) => {
    const field = known.get(name);
    return value !== undefined && value !== null && !(field && same(value, field.default));
  });
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The recipe as it is sent and kept: nothing that is at its default, names in order. Two recipes
 *  that mean the same are equal text. */
export function written(values: RecipeValues, schema: Schema): RecipeValues {
  const plain = withoutDefaults(values, schema.recipe);
  const mark = plain["watermark"];
  const targets = (values.targets ?? []).map((one) => withoutDefaults(one as Values, schema.target) as TargetValues);
  return {
    ...plain,
    ...(mark ? { watermark: withoutDefaults(mark as Values, schema.watermark) } : {}),
    targets,
  };
}

export function sameRecipe(a: RecipeValues, b: RecipeValues, schema: Schema): boolean {
  return same(written(a, schema), written(b, schema));
}

const ONLY_PRODUCTS = new Set(["trim", "fill", "align", "margin", "shadow"]);
const ONLY_PORTRAITS = new Set(["head", "shape", "faces"]);
const ONLY_CUT = new Set(["clean", "model", "second"]);

/** False for what would change nothing in this recipe. */
export function applies(name: string, values: RecipeValues): boolean {
  const portrait = values["kind"] === "portrait";
  if (ONLY_PRODUCTS.has(name) && portrait) return false;
  if (ONLY_PORTRAITS.has(name) && !portrait) return false;
  if (ONLY_CUT.has(name) && values["cut"] === false) return false;
  return !(name === "fill" && values["trim"] === false);
}

/** The field of the recipe that an error of the API speaks about; "" when it names none. */
export function fieldOf(error: Pick<StudioError, "code" | "message">, schema: Schema): string {
  const name = /^([a-z][a-z-]*)=/.exec(error.message)?.[1] ?? "";
  const has = (fields: readonly Field[]): boolean => fields.some((field) => field.name === name);
  if (name && has(schema.recipe)) return name;
  if (name && has(schema.watermark)) return "watermark";
  if (name && has(schema.target)) return "targets";
  if (/\bfile name\b/.test(error.message)) return "pattern";
  if (/\bwatermark\b/i.test(error.message)) return "watermark";
  return /\btargets?\b|\bexport preset\b/.test(error.message) ? "targets" : "";
}
