/** Fills in what the server's JSON leaves out because it is the default, and leaves it out again. */

import { CANVAS, DEFAULTS, HOLDS, LAYER } from "./schema.ts";
import type { Doc, Layer } from "./types.ts";

export { EFFECT, LAYER, LETTERING, SHAPE, STROKE } from "./schema.ts";

export type Fields = Readonly<Record<string, unknown>>;
export type RecordName = keyof typeof DEFAULTS;

/** The document of an editor that hasn't opened one yet. */
const EMPTY = { canvas: { ...CANVAS, width: 1080, height: 1080 } };
const HELD: Readonly<Record<string, Readonly<Record<string, RecordName>>>> = HOLDS;

/** The kind of record that a field holds, one or a list of them; null for plain values. */
export function heldBy(record: RecordName, field: string): RecordName | null {
  return HELD[record]?.[field] ?? null;
}

/** What a field is when it is set to `value`: null is the default, records come with all fields. */
export function wholeValue(record: RecordName, field: string, value: unknown): unknown {
  if (value === null || value === undefined) return (DEFAULTS[record] as unknown as Fields)[field];
  const held = heldBy(record, field);
  if (!held) return value;
  if (Array.isArray(value)) return value.map((one) => whole(held, one as Fields));
  return whole(held, value as Fields);
}

function whole(record: RecordName, given: Fields): Fields {
  const filled: Record<string, unknown> = { ...DEFAULTS[record] };
  for (const [field, value] of Object.entries(given)) filled[field] = wholeValue(record, field, value);
  return filled;
}

export function wholeLayer(given: Partial<Layer>): Layer {
  return whole("Layer", given as Fields) as unknown as Layer;
}

export function wholeDoc(body: unknown): Doc {
  const { schema: _, ...given } = body as Fields;
  return whole("Doc", { ...EMPTY, ...given }) as unknown as Doc;
}

export function alike(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The layer as the server writes it: without what is the default. */
export function writtenLayer(layer: Layer): Partial<Layer> {
  const left = Object.entries(layer).filter(
    ([field, value]) => field === "kind" || !alike(value, LAYER[field as keyof Layer]),
  );
  const written = Object.fromEntries(left) as { layers?: readonly Layer[] };
  if (layer.layers.length) written.layers = layer.layers.map((one) => writtenLayer(one) as Layer);
  return written as Partial<Layer>;
}
