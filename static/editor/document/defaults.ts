/** Fills in what the server's JSON leaves out because it is the default, and leaves it out again. */

import type { Canvas, Doc, Layer, Lettering, Shape } from "./types.ts";

export const LETTERING: Lettering = { text: "", font: "", size: 48, color: "#000000", align: "left" };
export const SHAPE: Shape = { form: "rectangle", fill: "#000000" };
export const LAYER: Layer = {
  id: "", kind: "image", name: "", source: "", recipe: {}, crop: [0, 0, 1, 1], strokes: [], faces: [],
  text: null, shape: null, effects: [], x: 0, y: 0, width: 0, height: 0, rotation: 0, flipX: false,
  flipY: false, opacity: 1, blend: "normal", clip: "none", hidden: false, locked: false, layers: [],
};
const CANVAS: Canvas = { width: 1080, height: 1080, background: "transparent" };

export function wholeLayer(given: Partial<Layer>): Layer {
  return {
    ...LAYER,
    ...given,
    text: given.text ? { ...LETTERING, ...given.text } : null,
    shape: given.shape ? { ...SHAPE, ...given.shape } : null,
    layers: (given.layers ?? []).map(wholeLayer),
  };
}

export function wholeDoc(body: unknown): Doc {
  const given = body as Partial<Doc>;
  return {
    canvas: { ...CANVAS, ...given.canvas },
    guides: given.guides ?? [],
    layers: (given.layers ?? []).map(wholeLayer),
  };
}

function without<T extends object>(value: T, defaults: T): Partial<T> {
  const left = Object.entries(value).filter(
    ([name, one]) => JSON.stringify(one) !== JSON.stringify(defaults[name as keyof T]),
  );
  return Object.fromEntries(left) as Partial<T>;
}

/** The layer as the server writes it: without what is the default. */
export function writtenLayer(layer: Layer): Partial<Layer> {
  const { layers, ...own } = without(layer, LAYER);
  return {
    ...own,
    kind: layer.kind,
    ...(layer.layers.length ? { layers: layer.layers.map((one) => writtenLayer(one) as Layer) } : {}),
  };
}
