/** A layer in a few words, for the line below its name. */

import type { Effect, Layer } from "../document/types.ts";

const EFFECTS: Readonly<Record<Effect["kind"], string>> = {
  outline: "outline", shadow: "shadow", glow: "glow", adjust: "adjusted",
};

function kindOf(layer: Layer): string {
  if (layer.kind === "image") {
    if (layer.faces.length) return "Face crop";
    return layer.recipe["segment"] ? "Cutout" : "Photo";
  }
  if (layer.kind === "shape") return layer.shape?.form === "ellipse" ? "Ellipse" : "Rectangle";
  if (layer.kind === "text") return "Text";
  return layer.layers.length === 1 ? "Group of 1" : `Group of ${layer.layers.length}`;
}

export function described(layer: Layer): string {
  const effects = [...new Set(layer.effects.map((effect) => EFFECTS[effect.kind]))];
  const faded = layer.opacity < 1 ? [`${Math.round(layer.opacity * 100)} %`] : [];
  const mixed = layer.blend !== "normal" ? [layer.blend.replace("-", " ")] : [];
  return [kindOf(layer), ...effects, ...mixed, ...faded].join(" · ");
}
