/** Paints in CSS notation as data: one colour, or a gradient. The server reads the same notation. */

export interface Stop {
  readonly colour: string;
  /** Percent of the gradient's line. */
  readonly at: number;
}

export type Paint =
  | { readonly kind: "colour"; readonly colour: string }
  | { readonly kind: "linear"; readonly angle: number; readonly stops: readonly Stop[] }
  | { readonly kind: "radial"; readonly x: number; readonly y: number; readonly shape: string; readonly stops: readonly Stop[] };

const SIDES: Readonly<Record<string, number>> = {
  "to top": 0, "to top right": 45, "to right top": 45, "to right": 90, "to bottom right": 135,
  "to right bottom": 135, "to bottom": 180, "to bottom left": 225, "to left bottom": 225,
  "to left": 270, "to top left": 315, "to left top": 315,
};
const COMMA = /,(?![^()]*\))/;
const BLANK = /\s+(?![^()]*\))/;
const RADIAL = /^((?:circle|ellipse|farthest-corner|farthest-side|closest-corner|closest-side|\s)*)(?:at\s+([\d.-]+)%\s+([\d.-]+)%)?$/;

export function readPaint(text: string): Paint {
  const call = /^(linear|radial)-gradient\((.*)\)$/s.exec(text.trim().toLowerCase());
  if (!call) return { kind: "colour", colour: text.trim() };
  const parts = (call[2] ?? "").split(COMMA).map((part) => part.trim());
  return call[1] === "linear" ? readLinear(parts) : readRadial(parts);
}

function readLinear(parts: readonly string[]): Paint {
  const first = parts[0] ?? "";
  const turned = /^(-?[\d.]+)deg$/.exec(first);
  const angle = turned ? Number(turned[1]) : SIDES[first];
  return { kind: "linear", angle: angle ?? 180, stops: readStops(angle === undefined ? parts : parts.slice(1)) };
}

function readRadial(parts: readonly string[]): Paint {
  const form = RADIAL.exec(parts[0] ?? "");
  const stops = readStops(form ? parts.slice(1) : parts);
  return { kind: "radial", shape: form?.[1]?.trim() ?? "", x: Number(form?.[2] ?? 50), y: Number(form?.[3] ?? 50), stops };
}

function readStops(parts: readonly string[]): Stop[] {
  return parts.map((part, index) => {
    const [colour = "", at] = part.split(BLANK);
    const even = parts.length > 1 ? (index / (parts.length - 1)) * 100 : 0;
    return { colour, at: at?.endsWith("%") ? Number.parseFloat(at) : even };
  });
}

const plain = (value: number): string => String(Number(value.toFixed(2)));
const line = (stops: readonly Stop[]): string =>
  [...stops].sort((a, b) => a.at - b.at).map((stop) => `${stop.colour} ${plain(stop.at)}%`).join(",");

export function writePaint(paint: Paint): string {
  if (paint.kind === "colour") return paint.colour;
  if (paint.kind === "linear") return `linear-gradient(${plain(paint.angle)}deg,${line(paint.stops)})`;
  const shape = paint.shape || "ellipse farthest-corner";
  return `radial-gradient(${shape} at ${plain(paint.x)}% ${plain(paint.y)}%,${line(paint.stops)})`;
}

/** The paint as another kind, keeping its colours. */
export function asKind(paint: Paint, kind: Paint["kind"]): Paint {
  if (paint.kind === kind) return paint;
  const stops = paint.kind === "colour" ? fading(paint.colour) : paint.stops;
  if (kind === "colour") return { kind, colour: stops[0]?.colour ?? "#ffffff" };
  return kind === "linear" ? { kind, angle: 180, stops } : { kind, shape: "", x: 50, y: 50, stops };
}

/** Two stops to begin a gradient with: the colour, and one that is plainly another. */
function fading(colour: string): Stop[] {
  const end = colour === "transparent" || colour === "" ? "#ffd7a8" : colour;
  return [{ colour: end, at: 0 }, { colour: end === "#f6738a" ? "#ffd7a8" : "#f6738a", at: 100 }];
}
