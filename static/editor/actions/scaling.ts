/** Layers at another size: what a group holds goes along, and so does what is measured in px. */

import type { Canvas, Change, Doc, Effect, Layer, Patch, Recipe } from "../document/types.ts";
import { laid } from "./grouping.ts";

/** Options of effects that are lengths. */
const LENGTHS = new Set(["outline", "shadow", "shadow.x", "shadow.y", "shadow.spread", "blur"]);

const tidy = (value: number): number => Number(value.toFixed(4));

function scaledRecipe(recipe: Recipe, factor: number): Recipe {
  const pairs = Object.entries(recipe).map(([name, value]) =>
    [name, LENGTHS.has(name) && typeof value === "number" ? tidy(value * factor) : value] as const);
  return Object.fromEntries(pairs);
}

function scaledEffects(effects: readonly Effect[], factor: number): readonly Effect[] {
  return effects.map((effect) => ({ ...effect, recipe: scaledRecipe(effect.recipe, factor) }));
}

/** The layer `factor` times as large around its own centre, with all that it holds and measures. */
export function scaledLayer(layer: Layer, factor: number): readonly Change[] {
  const radius = Number(layer.clip);
  const size = layer.text ? [{ op: "set" as const, layer: layer.id, field: "text.size", value: tidy(layer.text.size * factor) }] : [];
  return [
    ...laid(layer, {
      width: tidy(layer.width * factor),
      height: tidy(layer.height * factor),
      ...(layer.effects.length ? { effects: scaledEffects(layer.effects, factor) } : {}),
      ...(radius > 0 ? { clip: String(tidy(radius * factor)) } : {}),
    }),
    ...size,
    ...layer.layers.flatMap((inside) => [
      ...laid(inside, { x: tidy(inside.x * factor), y: tidy(inside.y * factor) }),
      ...scaledLayer(inside, factor),
    ]),
  ];
}

/** The layer with another width and height; a group takes what it holds along, and text its size. */
export function resizedLayer(layer: Layer, size: { readonly width: number; readonly height: number }): readonly Change[] {
  if (layer.kind === "group") return scaledLayer(layer, size.width / layer.width);
  return laid(layer, { width: tidy(size.width), height: tidy(size.height) });
}

/** A canvas of another size. The layers keep their distance to its middle, or are scaled along. */
export function resizedCanvas(doc: Doc, size: Pick<Canvas, "width" | "height">, scale: boolean): Patch {
  const { width, height } = doc.canvas;
  const factor = scale ? Math.min(size.width / width, size.height / height) : 1;
  const layers = doc.layers.flatMap((layer): readonly Change[] => [
    ...laid(layer, {
      x: tidy(size.width / 2 + (layer.x - width / 2) * factor),
      y: tidy(size.height / 2 + (layer.y - height / 2) * factor),
    }),
    ...(factor === 1 ? [] : scaledLayer(layer, factor)),
  ]);
  return [
    { op: "set", layer: "", field: "canvas.width", value: size.width },
    { op: "set", layer: "", field: "canvas.height", value: size.height },
    ...layers,
  ];
}

/** A layer that covers the whole canvas, its middle in the middle. */
export function covering(layer: Layer, canvas: Canvas): Partial<Layer> {
  const factor = Math.max(canvas.width / layer.width, canvas.height / layer.height);
  return {
    x: canvas.width / 2, y: canvas.height / 2, rotation: 0,
    width: tidy(layer.width * factor), height: tidy(layer.height * factor),
  };
}
