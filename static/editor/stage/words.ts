/** What is said of layers to those who listen. */

import type { Layer } from "../document/types.ts";

const KINDS: Readonly<Record<Layer["kind"], string>> = { image: "Picture", text: "Text", shape: "Shape", group: "Group" };
const LONGEST = 60;

export function nameOf(layer: Layer): string {
  const given = layer.name || layer.text?.text.trim().split("\n")[0] || "";
  return given ? given.slice(0, LONGEST) : KINDS[layer.kind];
}

function number(value: number): string {
  return String(Math.round(value));
}

/** "320 by 200, at 40, 60": size, and the top left corner of the box before it is turned. */
export function saidPlace(layer: Layer): string {
  const left = layer.x - layer.width / 2;
  const top = layer.y - layer.height / 2;
  const turn = layer.rotation ? `, turned ${number(layer.rotation)} degrees` : "";
  return `${number(layer.width)} by ${number(layer.height)}, at ${number(left)}, ${number(top)}${turn}`;
}

/** The selection in words: one layer with its place, or how many. */
export function saidLayers(layers: readonly Layer[]): string {
  const [only] = layers;
  if (!only) return "nothing";
  return layers.length === 1 ? `${nameOf(only)}, ${saidPlace(only)}` : `${layers.length} layers`;
}
