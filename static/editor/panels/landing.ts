/** Rows of the layers panel as data: ranges, and where something dropped at a row lands. */

import type { Layer } from "../document/types.ts";

export interface Row {
  readonly layer: Layer;
  /** 1 for layers on the canvas. */
  readonly level: number;
  readonly parent: string;
  readonly position: number;
  readonly siblings: number;
  /** Hidden or locked by a group around it. */
  readonly dimmed: boolean;
}

/** Ids from one row to another, both included. */
export function between(all: readonly Row[], from: string, to: string): readonly string[] {
  const a = all.findIndex((row) => row.layer.id === from);
  const b = all.findIndex((row) => row.layer.id === to);
  if (a < 0 || b < 0) return [to];
  return all.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.layer.id);
}

/** Where something dropped at a row lands. */
export interface Landing {
  readonly parent: string;
  readonly below: string;
}

export type Zone = "above" | "below" | "into";

/** `share` is how far down the row the pointer is, 0 to 1. Groups take a drop in their middle. */
export function zoneOf(row: Row, share: number): Zone {
  if (row.layer.kind !== "group") return share < 0.5 ? "above" : "below";
  return share < 0.3 ? "above" : share > 0.7 ? "below" : "into";
}

/** `open` groups show their layers right below them, so below such a row is inside. */
export function landing(row: Row, zone: Zone, layers: readonly Layer[], open: boolean): Landing {
  const { layer, parent } = row;
  const isInside = zone === "into" || (zone === "below" && layer.kind === "group" && open && layer.layers.length > 0);
  if (isInside) return { parent: layer.id, below: layer.layers.at(-1)?.id ?? "" };
  if (zone === "above") return { parent, below: layer.id };
  const siblings = parent ? childrenOf(layers, parent) : layers;
  const at = siblings.findIndex((one) => one.id === layer.id);
  return { parent, below: siblings[at - 1]?.id ?? "" };
}

function childrenOf(layers: readonly Layer[], parent: string): readonly Layer[] {
  for (const layer of layers) {
    if (layer.id === parent) return layer.layers;
    const inside = childrenOf(layer.layers, parent);
    if (inside.length) return inside;
  }
  return [];
}
