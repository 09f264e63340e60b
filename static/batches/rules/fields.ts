/** The rules that the owner may correct: how they are asked, and what was changed. */

import type { Market, Rules, Values } from "../shared/api.ts";
import { formatWord } from "../setup/targets.ts";

/** JSON schema of what a rule takes, as the server tells it. */
export interface Range {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: { readonly enum?: readonly string[] };
}

export type Ranges = Readonly<Record<string, Range>>;
export type Draft = Readonly<Record<string, number | boolean | string>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: "number" | "share" | "bytes" | "flag" | "text" | "list";
  readonly unit: string;
  /** All that a list may hold; none: whatever is typed. */
  readonly choices?: readonly string[];
}

const MB = 1_000_000;
const FIELDS: readonly Field[] = [
  { name: "width", label: "Width of its files", help: "Batches make files of this width unless their recipe says another.", kind: "number", unit: "px" },
  { name: "height", label: "Height of its files", help: "Batches make files of this height unless their recipe says another.", kind: "number", unit: "px" },
  { name: "least", label: "Refused below", help: "Shorter longest sides are refused. 0: no rule.", kind: "number", unit: "px" },
  { name: "advised", label: "Recommended from", help: "Shorter longest sides are only warned about. 0: no rule.", kind: "number", unit: "px" },
  { name: "most", label: "Refused above", help: "Longer longest sides are refused. 0: no rule.", kind: "number", unit: "px" },
  { name: "max_bytes", label: "Largest file", help: "0: no rule.", kind: "bytes", unit: "MB" },
  { name: "fill", label: "Subject's share from", help: "Of the longer side of the frame. 0: no rule.", kind: "share", unit: "%" },
  { name: "most_fill", label: "Subject's share up to", help: "Of the longer side of the frame. 0: no rule.", kind: "share", unit: "%" },
  { name: "white", label: "Pure white background", help: "255 in every channel.", kind: "flag", unit: "" },
  { name: "plain", label: "Nothing on the photo", help: "No text, no mark, no second picture.", kind: "flag", unit: "" },
  { name: "shadowless", label: "No shadow", help: "A drawn shadow is refused.", kind: "flag", unit: "" },
  { name: "sharp", label: "Blur is told", help: "A subject that isn't sharp is warned about.", kind: "flag", unit: "" },
  { name: "detail", label: "Enlarging is told", help: "A photo with fewer px than the file is warned about.", kind: "flag", unit: "" },
  { name: "srgb", label: "sRGB colours", help: "A file that says it has other colours is refused.", kind: "flag", unit: "" },
  { name: "formats", label: "Formats", help: "Others are refused. The shipped one is made as long as it is among them, else the first. None: every format.", kind: "list", unit: "" },
  { name: "aspects", label: "Shapes", help: "Width to height, as 1:1, 4:3; others are warned about. Empty: every shape.", kind: "list", unit: "" },
  { name: "source", label: "Where it stands", help: "An address or a name, for whoever checks it next.", kind: "text", unit: "" },
];

/** Those that the server takes; one that is new there is asked for by its own name. */
export function fieldsOf(ranges: Ranges): readonly Field[] {
  const known = FIELDS.filter((one) => one.name in ranges).map((one) => withChoices(one, ranges[one.name]));
  const others = Object.keys(ranges).filter((name) => !FIELDS.some((one) => one.name === name));
  return [...known, ...others.map((name) => plainField(name, ranges[name]))];
}

function plainField(name: string, range: Range = {}): Field {
  const kinds: Readonly<Record<string, Field["kind"]>> = { boolean: "flag", string: "text", array: "list" };
  return withChoices({ name, label: name, help: "", kind: kinds[range.type ?? ""] ?? "number", unit: "" }, range);
}

function withChoices(field: Field, range: Range = {}): Field {
  return range.items?.enum ? { ...field, choices: range.items.enum } : field;
}

const EMPTY: Readonly<Record<Field["kind"], number | boolean | string>> = { number: 0, share: 0, bytes: 0, flag: false, text: "", list: "" };

/** Of a list as it is typed, each value once; those with choices in the order of these. */
export function itemsOf(text: string, field: Field): readonly string[] {
  const found = [...new Set(text.split(/[,;\s]+/).filter(Boolean))];
  return field.choices ? field.choices.filter((one) => found.includes(one)) : found;
}

/** With one of the choices put in or taken out. */
export function toggled(text: string, choice: string, field: Field): string {
  const found = itemsOf(text, field);
  return itemsOf((found.includes(choice) ? found.filter((one) => one !== choice) : [...found, choice]).join(), field).join(", ");
}

function given(rules: Rules, field: Field): number | boolean | string {
  const value = (rules as Values)[field.name] ?? EMPTY[field.kind];
  if (Array.isArray(value)) return itemsOf(value.join(), field).join(", ");
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

export function draftOf(rules: Rules, fields: readonly Field[]): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, given(rules, field)]));
}

/** What the draft says otherwise than the shipped rules, as the server takes it. */
export function changes(draft: Draft, market: Market, fields: readonly Field[]): Readonly<Record<string, unknown>> {
  const changed = fields.filter((field) => field.name in draft && given(market.shipped, field) !== draft[field.name]);
  return Object.fromEntries(changed.map((field) => {
    const value = draft[field.name];
    return [field.name, field.kind === "list" ? itemsOf(String(value), field) : value];
  }));
}

/** Whether the draft differs from the rules as they hold. */
export function edited(draft: Draft, market: Market, fields: readonly Field[]): boolean {
  return fields.some((field) => given(market.rules, field) !== draft[field.name]);
}

/** As people type it: MB, percent. */
export function shown(field: Field, value: number): number {
  if (field.kind === "bytes") return value / MB;
  return field.kind === "share" ? Number((value * 100).toFixed(2)) : value;
}

export function kept(field: Field, typed: number): number {
  if (field.kind === "bytes") return Math.round(typed * MB);
  return field.kind === "share" ? Number((typed / 100).toFixed(4)) : typed;
}

/** The shipped value in words where the draft says otherwise, and that 0 asks for nothing. */
export function shippedWords(field: Field, draft: Draft, market: Market): string {
  const before = given(market.shipped, field);
  if (before === draft[field.name]) return before === 0 ? "no rule" : "";
  if (typeof before === "boolean") return before ? "shipped: yes" : "shipped: no";
  if (field.choices) return `shipped: ${itemsOf(String(before), field).map(formatWord).join(", ") || "no rule"}`;
  if (typeof before === "string") return `shipped: ${before || "nothing"}`;
  return before === 0 ? "shipped: no rule" : `shipped: ${shown(field, before)} ${field.unit}`.trim();
}
