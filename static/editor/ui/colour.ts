/** Colours as the document keeps them (CSS notation) and as the controls show them. */

export interface Rgba {
  /** 0 to 255. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 to 1. */
  readonly alpha: number;
}

const HEX = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const CALL = /^rgba?\(([^()]*)\)$/i;

/** The colour, or null for what only the browser's own parser knows. Hex works with or without #. */
export function readColour(text: string): Rgba | null {
  const word = text.trim();
  if (word.toLowerCase() === "transparent") return { red: 0, green: 0, blue: 0, alpha: 0 };
  const hex = HEX.exec(word)?.[1];
  if (hex) {
    const pairs = hex.length < 6 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    const [red = 0, green = 0, blue = 0, alpha = 255] = pairs.map((pair) => Number.parseInt(pair, 16));
    return { red, green, blue, alpha: alpha / 255 };
  }
  const inside = CALL.exec(word)?.[1];
  const parts = inside?.split(/[\s,/]+/).filter(Boolean) ?? [];
  if (parts.length < 3 || parts.length > 4 || parts.some((part) => !/^[\d.]+%?$/.test(part))) return null;
  const share = (part: string, whole: number): number =>
    part.endsWith("%") ? (Number.parseFloat(part) / 100) * whole : Number(part);
  const [red = 0, green = 0, blue = 0] = parts.slice(0, 3).map((part) => Math.round(share(part, 255)));
  return { red, green, blue, alpha: parts[3] === undefined ? 1 : share(parts[3], 1) };
}

const pair = (value: number): string => Math.round(value).toString(16).padStart(2, "0");

/** "#rrggbb", the part that the system's picker understands. */
export function hexOf({ red, green, blue }: Rgba): string {
  return `#${pair(red)}${pair(green)}${pair(blue)}`;
}

/** As the document keeps it. */
export function writeColour(colour: Rgba): string {
  if (colour.alpha >= 1) return hexOf(colour);
  return colour.alpha <= 0 ? "transparent" : hexOf(colour) + pair(colour.alpha * 255);
}
