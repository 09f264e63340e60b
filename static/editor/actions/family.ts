/** Layers among their groups: where they lie seen from another group, and what a choice stands for. */

import type { Doc, Layer } from "../document/types.ts";

type Layers = readonly Layer[];

/** Where a layer lies, without what it shows. */
export interface Lie {
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly flipX: boolean;
  readonly flipY: boolean;
}

type Frame = Lie & { readonly width: number; readonly height: number };

const turn = (degrees: number): number => ((degrees % 360) + 360) % 360;
/** -1 where a group's flips turn clockwise into anticlockwise. */
const handed = (group: Lie): number => (group.flipX === group.flipY ? 1 : -1);

function rotated(x: number, y: number, degrees: number): { x: number; y: number } {
  const angle = (degrees * Math.PI) / 180;
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}

/** A place inside a group, as seen from outside. A group turns, flips and moves; it never scales. */
export function leaving(group: Frame, inside: Lie): Lie {
  const fx = group.flipX ? -1 : 1;
  const fy = group.flipY ? -1 : 1;
  const at = rotated((inside.x - group.width / 2) * fx, (inside.y - group.height / 2) * fy, group.rotation);
  return {
    x: group.x + at.x,
    y: group.y + at.y,
    rotation: turn(group.rotation + handed(group) * inside.rotation),
    flipX: group.flipX !== inside.flipX,
    flipY: group.flipY !== inside.flipY,
  };
}

/** The way back: a place outside, as seen from inside the group. */
export function entering(group: Frame, outside: Lie): Lie {
  const fx = group.flipX ? -1 : 1;
  const fy = group.flipY ? -1 : 1;
  const at = rotated(outside.x - group.x, outside.y - group.y, -group.rotation);
  return {
    x: group.width / 2 + at.x * fx,
    y: group.height / 2 + at.y * fy,
    rotation: turn(handed(group) * (outside.rotation - group.rotation)),
    flipX: group.flipX !== outside.flipX,
    flipY: group.flipY !== outside.flipY,
  };
}

/** The groups around a layer, outermost first; null when it isn't there. */
export function ancestors(layers: Layers, id: string): readonly Layer[] | null {
  for (const layer of layers) {
    if (layer.id === id) return [];
    const inside = ancestors(layer.layers, id);
    if (inside) return [layer, ...inside];
  }
  return null;
}

/** A layer's place seen from another group ("" is the canvas). */
export function seenFrom(doc: Doc, layer: Layer, parent: string): Lie {
  const out = ancestors(doc.layers, layer.id) ?? [];
  const into = parent ? [...(ancestors(doc.layers, parent) ?? []), ...found(doc.layers, parent)] : [];
  const onCanvas = out.reduceRight<Lie>((lie, group) => leaving(group, lie), layer);
  return into.reduce<Lie>((lie, group) => entering(group, lie), onCanvas);
}

function found(layers: Layers, id: string): Layer[] {
  return layers.flatMap((layer) => (layer.id === id ? [layer] : found(layer.layers, id)));
}

/** The chosen layers, bottom to top, without those whose group is chosen too. */
export function heads(layers: Layers, ids: ReadonlySet<string>): readonly Layer[] {
  return layers.flatMap((layer) => (ids.has(layer.id) ? [layer] : heads(layer.layers, ids)));
}

/** The layers of one group; of the canvas for "". */
export function childrenOf(layers: Layers, parent: string): Layers {
  return parent ? (found(layers, parent)[0]?.layers ?? []) : layers;
}

/** True when a layer is `id` or lies in it, however deep. */
export function isWithin(layer: Layer, id: string): boolean {
  return layer.id === id || layer.layers.some((inside) => isWithin(inside, id));
}
