/** Group and ungroup: nothing moves on the screen. */

import { bounds, placed, type Box } from "../geometry/affine.ts";
import { union } from "../geometry/boxes.ts";
import { placeOf } from "../document/tree.ts";
import type { Change, Doc, Layer, Patch } from "../document/types.ts";
import { heads, isWithin, leaving, seenFrom, type Lie } from "./family.ts";

export interface Grouped {
  readonly patch: Patch;
  /** Ids to select afterwards. */
  readonly chosen: readonly string[];
}

/** Px by which effects reach over a layer's box on every side. */
export function overhang(layer: Layer): number {
  const number = (value: unknown): number => (typeof value === "number" ? value : 0);
  return layer.effects.reduce((sum, { recipe }) => {
    const far = Math.max(Math.abs(number(recipe["shadow.x"])), Math.abs(number(recipe["shadow.y"])));
    const soft = number(recipe["shadow"]) * 1.5 + number(recipe["shadow.spread"]);
    return sum + number(recipe["outline"]) + far + soft;
  }, 0);
}

/** The upright box around a layer with its effects, in the px in which `lie` is written. */
function reach(layer: Layer, lie: Lie): Box {
  const room = Math.ceil(overhang(layer));
  const content = { left: 0, top: 0, width: layer.width, height: layer.height };
  const own = { left: -room, top: -room, width: layer.width + 2 * room, height: layer.height + 2 * room };
  return bounds(placed({ ...lie, width: layer.width, height: layer.height }, content), own);
}

/** Whole px around a box, so that a group is drawn without being resampled. */
function whole(box: Box): Box {
  const left = Math.floor(box.left + 1e-6);
  const top = Math.floor(box.top + 1e-6);
  return {
    left,
    top,
    width: Math.max(1, Math.ceil(box.left + box.width - 1e-6) - left),
    height: Math.max(1, Math.ceil(box.top + box.height - 1e-6) - top),
  };
}

/** Sets the fields of `to` that differ from the layer's. */
export function laid(layer: Layer, to: Partial<Layer>): Change[] {
  return Object.entries(to).flatMap(([field, value]) =>
    Object.is(layer[field as keyof Layer], value) ? [] : [{ op: "set" as const, layer: layer.id, field, value }],
  );
}

/** The chosen layers as one group, at the place of the topmost. Null for fewer than one. */
export function grouped(doc: Doc, ids: ReadonlySet<string>, id: string, name: string): Grouped | null {
  const inside = heads(doc.layers, ids);
  const top = inside.at(-1);
  if (!top) return null;
  const parent = placeOf(doc.layers, top.id)?.parent ?? "";
  const lies = inside.map((layer) => ({ layer, lie: seenFrom(doc, layer, parent) }));
  const around = union(lies.map(({ layer, lie }) => reach(layer, lie)));
  if (!around) return null;
  const box = whole(around);
  const group: Partial<Layer> = {
    id, kind: "group", name, width: box.width, height: box.height,
    x: box.left + box.width / 2, y: box.top + box.height / 2,
  };
  const moves = lies.flatMap(({ layer, lie }, index): Change[] => [
    { op: "move", layer: layer.id, parent: id, below: lies[index - 1]?.layer.id ?? "" },
    ...laid(layer, { ...lie, x: lie.x - box.left, y: lie.y - box.top }),
  ]);
  return { patch: [{ op: "add", layer: group, parent, below: top.id }, ...moves], chosen: [id] };
}

/** The layers of the chosen groups in their groups' place. Null when no group is chosen. */
export function ungrouped(doc: Doc, ids: ReadonlySet<string>): Grouped | null {
  const groups = heads(doc.layers, ids).filter((layer) => layer.kind === "group");
  if (!groups.length) return null;
  const patch = groups.flatMap((group) => {
    const parent = placeOf(doc.layers, group.id)?.parent ?? "";
    const moves = group.layers.flatMap((layer, index): Change[] => [
      { op: "move", layer: layer.id, parent, below: group.layers[index - 1]?.id ?? group.id },
      ...laid(layer, { ...leaving(group, layer), ...mixed(group, layer) }),
    ]);
    return [...moves, { op: "remove" as const, layer: group.id }];
  });
  return { patch, chosen: groups.flatMap((group) => group.layers.map((layer) => layer.id)) };
}

/** What the group did to the look of a layer in it. */
function mixed(group: Layer, layer: Layer): Partial<Layer> {
  return {
    opacity: layer.opacity * group.opacity,
    hidden: layer.hidden || group.hidden,
    ...(group.blend !== "normal" && layer.blend === "normal" ? { blend: group.blend } : {}),
  };
}

/** Moves layers above `below` in `parent`, without moving them on the screen. Null when that is
 * impossible: into themselves, or nowhere new. */
export function dropped(doc: Doc, ids: ReadonlySet<string>, parent: string, below: string): Patch | null {
  const moving = heads(doc.layers, ids);
  if (!moving.length || moving.some((layer) => parent && isWithin(layer, parent))) return null;
  // What the dropped ones shall lie on must not be one of them.
  const siblings = parent ? (find(doc.layers, parent)?.layers ?? []) : doc.layers;
  const carried = new Set(moving.map((layer) => layer.id));
  let floor = below;
  while (carried.has(floor)) floor = siblings[siblings.findIndex((one) => one.id === floor) - 1]?.id ?? "";
  const patch = moving.flatMap((layer, index): Change[] => {
    const under = index ? (moving[index - 1]?.id ?? "") : floor;
    const stays = placeOf(doc.layers, layer.id)?.parent === parent;
    return [
      { op: "move", layer: layer.id, parent, below: under },
      ...(stays ? [] : laid(layer, seenFrom(doc, layer, parent))),
    ];
  });
  return [...patch, ...(parent ? refitted(doc, parent, moving) : [])];
}

function find(layers: readonly Layer[], id: string): Layer | null {
  for (const layer of layers) {
    const hit = layer.id === id ? layer : find(layer.layers, id);
    if (hit) return hit;
  }
  return null;
}

/** Grows a group's box around what comes into it: what lies outside of it would not be drawn. */
function refitted(doc: Doc, id: string, coming: readonly Layer[]): Change[] {
  const group = find(doc.layers, id);
  if (!group) return [];
  const newcomers = coming.filter((layer) => !group.layers.includes(layer));
  const boxes = newcomers.map((layer) => reach(layer, seenFrom(doc, layer, id)));
  const old = { left: 0, top: 0, width: group.width, height: group.height };
  const box = whole(union([old, ...boxes]) ?? old);
  const same = box.left === 0 && box.top === 0 && box.width === Math.ceil(old.width) && box.height === Math.ceil(old.height);
  if (!newcomers.length || same) return [];
  const middle = leaving(group, { ...UPRIGHT, x: box.left + box.width / 2, y: box.top + box.height / 2 });
  const shift = (layer: Layer, at: Lie): Change[] => [
    ...laid({ ...layer, ...at }, { x: at.x - box.left, y: at.y - box.top }),
  ];
  return [
    ...laid(group, { x: middle.x, y: middle.y, width: box.width, height: box.height }),
    ...group.layers.filter((layer) => !coming.includes(layer)).flatMap((layer) => shift(layer, layer)),
    ...coming.flatMap((layer) => shift(layer, newcomers.includes(layer) ? seenFrom(doc, layer, id) : layer)),
  ];
}

const UPRIGHT: Lie = { x: 0, y: 0, rotation: 0, flipX: false, flipY: false };
