/** Layers on the clipboard: JSON that any tab of this studio understands, and nothing else. */

import { wholeLayer, writtenLayer } from "../document/defaults.ts";
import { everyLayer } from "../document/tree.ts";
import type { Doc, Layer } from "../document/types.ts";
import { seenFrom } from "./family.ts";

export const MIME = "application/x-studio-layers+json";
const MARK = "studio/layers";
const VERSION = 1;
const MAX_CHARACTERS = 4_000_000;
const KINDS = new Set(["image", "text", "shape", "group"]);

export interface Copied {
  /** Canvas that they were taken from; px. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly layers: readonly Layer[];
}

/** The chosen layers, placed as on the canvas, as text. */
export function written(doc: Doc, layers: readonly Layer[]): string {
  const { width, height } = doc.canvas;
  const placed = layers.map((layer) => writtenLayer({ ...layer, ...seenFrom(doc, layer, "") }));
  return JSON.stringify({ kind: MARK, version: VERSION, canvas: { width, height }, layers: placed });
}

/** What such a text holds; null for every other text. */
export function read(text: string): Copied | null {
  if (text.length > MAX_CHARACTERS || !text.includes(MARK)) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const { kind, version, canvas, layers } = (data ?? {}) as Record<string, unknown>;
  if (kind !== MARK || version !== VERSION || !Array.isArray(layers) || !layers.every(isLayer)) return null;
  const { width, height } = (canvas ?? {}) as Record<string, unknown>;
  if (typeof width !== "number" || typeof height !== "number") return null;
  return { canvas: { width, height }, layers: layers.map((layer) => wholeLayer(layer as Partial<Layer>)) };
}

/** Enough to be shown; the server judges the rest when it saves. */
function isLayer(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { kind, width, height, layers = [] } = given as Record<string, unknown>;
  const sized = typeof width === "number" && typeof height === "number" && width > 0 && height > 0;
  return sized && KINDS.has(String(kind)) && Array.isArray(layers) && layers.every(isLayer);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A name for a layer that no other has. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `l${[...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}

/** The layer with names of its own, moved by (dx, dy). */
export function renewed(layer: Layer, dx = 0, dy = 0): Layer {
  return { ...layer, id: newId(), x: layer.x + dx, y: layer.y + dy, layers: layer.layers.map((one) => renewed(one)) };
}

/** Ids of all originals that the layers show. */
export function sources(layers: readonly Layer[]): readonly string[] {
  return [...new Set([...everyLayer(layers)].map((layer) => layer.source).filter(Boolean))];
}
