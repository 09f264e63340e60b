/** What people type into number fields: "540", "50%", "100+20", "1/3*900 px". */

export interface Typed {
  /** What a percentage is a part of; without one "50%" is 0.5 times 100, so 50. */
  readonly whole?: number | undefined;
}

type Token = number | "+" | "-" | "*" | "/" | "(" | ")";

const UNITS = /(?:px|deg|°|x)\s*$/i;
const MINUS = /[\u2212\u2013]/g;

/** The number that was meant, or null for what isn't one. A comma between digits is a decimal point. */
export function evaluate(text: string, { whole = 100 }: Typed = {}): number | null {
  const plain = text.replaceAll(MINUS, "-").replace(UNITS, "").replaceAll(",", ".").replaceAll("\u00d7", "*");
  const tokens = tokenised(plain, whole);
  if (!tokens || tokens.length === 0) return null;
  const reader = { tokens, at: 0 };
  const value = sum(reader);
  return value !== null && reader.at === tokens.length && Number.isFinite(value) ? value : null;
}

function tokenised(text: string, whole: number): Token[] | null {
  const found: Token[] = [];
  const word = /\s*(?:(\d+\.?\d*|\.\d+)\s*(%|px|deg|°)?|([-+*/()]))/giy;
  let end = 0;
  for (let match = word.exec(text); match; match = word.exec(text)) {
    end = word.lastIndex;
    if (match[1] !== undefined) found.push(match[2] === "%" ? (Number(match[1]) / 100) * whole : Number(match[1]));
    else found.push(match[3] as Token);
  }
  return text.slice(end).trim() === "" ? found : null;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function sum(reader: Reader): number | null {
  let value = product(reader);
  for (let next = reader.tokens[reader.at]; next === "+" || next === "-"; next = reader.tokens[reader.at]) {
    reader.at += 1;
    const other = product(reader);
    if (value === null || other === null) return null;
    value = next === "+" ? value + other : value - other;
  }
  return value;
}

function product(reader: Reader): number | null {
  let value = one(reader);
  for (let next = reader.tokens[reader.at]; next === "*" || next === "/"; next = reader.tokens[reader.at]) {
    reader.at += 1;
    const other = one(reader);
    if (value === null || other === null) return null;
    value = next === "*" ? value * other : value / other;
  }
  return value;
}

function one(reader: Reader): number | null {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (typeof token === "number") return token;
  if (token === "-" || token === "+") {
    const value = one(reader);
    return value === null ? null : token === "-" ? -value : value;
  }
  if (token !== "(") return null;
  const value = sum(reader);
  if (reader.tokens[reader.at] !== ")") return null;
  reader.at += 1;
  return value;
}

/** As it is shown: at most `digits` behind the point, a true minus sign. */
export function shownNumber(value: number, digits = 0): string {
  const text = String(Number(value.toFixed(digits)));
  return text === "-0" ? "0" : text.replace("-", "\u2212");
}

export function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
