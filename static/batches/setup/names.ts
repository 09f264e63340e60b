/** File names by a pattern, as the server makes them: for the examples below the field. */

export interface Named {
  readonly name: string;
  readonly sku: string;
  /** Its place among the photos of the batch, of which `last` is the last one. */
  readonly n: number;
  readonly last: number;
  readonly width: number;
  readonly height: number;
  readonly target: string;
  readonly ending: string;
}

const LONGEST_STEM = 150;
const UNFIT = /[/\\:*?"<>|%]/g;
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;
const RESERVED = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** A file's name without its ending. */
export function stem(file: string): string {
  const dot = file.lastIndexOf(".");
  const ending = file.length - dot - 1;
  return dot > 0 && ending <= 5 ? file.slice(0, dot) : file;
}

/** The first `{...}` that isn't one of the fields; null when all are. */
export function unknownField(pattern: string, fields: readonly string[]): string | null {
  for (const part of pattern.split("{").slice(1)) {
    const end = part.indexOf("}");
    const name = end < 0 ? part : part.slice(0, end);
    if (end < 0 || !fields.includes(name)) return name;
  }
  return null;
}

export function fileName(pattern: string, one: Named): string {
  const n = String(one.n).padStart(String(one.last).length, "0");
  const said: Readonly<Record<string, string | number>> = { ...one, sku: one.sku || one.name, n };
  let text = pattern;
  for (const field of ["name", "sku", "n", "width", "height", "target"]) {
    text = text.replaceAll(`{${field}}`, String(said[field]).replaceAll("{", "(").replaceAll("}", ")"));
  }
  const clean = text.replaceAll(UNFIT, " ").replaceAll(HIDDEN, " ").split(/\s+/).filter(Boolean).join(" ");
  const short = [...clean].slice(0, LONGEST_STEM).join("").replaceAll(/^[ .]+|[ .]+$/g, "") || "photo";
  const fit = RESERVED.test(short.split(".")[0] ?? "") ? `_${short}` : short;
  return `${fit}.${one.ending}`;
}
