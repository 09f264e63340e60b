/** The controls of an effect: which options, what they are called, how far their sliders reach. */

import { EFFECTS } from "../document/schema.ts";
import type { Effect, Layer } from "../document/types.ts";
import type { OperationFacts, OptionFacts } from "../net/registry.ts";

export interface Control {
  readonly option: OptionFacts;
  readonly label: string;
}

const LABELS: Readonly<Record<string, string>> = {
  outline: "Width", "outline.color": "Colour", shadow: "Blur", "shadow.x": "Right", "shadow.y": "Down",
  "shadow.spread": "Spread", "shadow.color": "Colour", "shadow.opacity": "Opacity",
};
/** A glow lies around the layer, so it has no way to go. */
const LEFT_OUT: Readonly<Partial<Record<Effect["kind"], readonly string[]>>> = { glow: ["shadow.x", "shadow.y"] };
/** The order in which hands adjust, not the one in which the server works. */
const ORDER = ["brightness", "contrast", "saturation", "gamma", "sharpen", "blur"];

function labelOf(name: string): string {
  const words = (name.split(".").at(-1) ?? name).replaceAll("-", " ");
  return LABELS[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function controlsOf(kind: Effect["kind"], operations: readonly OperationFacts[]): readonly Control[] {
  const names: readonly string[] = EFFECTS[kind];
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return operations
    .filter((operation) => names.includes(operation.name))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .flatMap((operation) => operation.options)
    .filter((option) => !LEFT_OUT[kind]?.includes(option.name))
    .map((option) => ({ option, label: labelOf(option.name) }));
}

/** How far a slider reaches. The number beside it takes the whole range; hands need the useful part. */
export function reachOf({ schema, default: start }: OptionFacts, layer: Layer): readonly [number, number] {
  const { minimum = 0, maximum = 1, unit = "" } = schema;
  if (unit === "px") {
    const useful = Math.max(20, Math.round(Math.min(layer.width, layer.height) / 6 / 10) * 10);
    return [Math.max(minimum, minimum < 0 ? -useful : 0), Math.min(maximum, useful)];
  }
  return [minimum, start === 1 && maximum > 2 ? 2 : maximum];
}
