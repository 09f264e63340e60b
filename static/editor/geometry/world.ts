/** Where layers lie on the canvas, however deep in groups they are. */

import type { Layer } from "../document/types.ts";
import { apply, bounds, IDENTITY, inverse, placed, then, type Affine, type Box, type Point } from "./affine.ts";

/** A layer with the map from its group's px to the canvas. */
export interface Seat {
  readonly layer: Layer;
  /** From the px in which its x and y are written to the canvas. */
  readonly parent: Affine;
  /** From its own box's px (0, 0 is its top left corner) to the canvas. */
  readonly map: Affine;
  /** Ids of its groups, outermost first. */
  readonly groups: readonly string[];
  /** False when it or one of its groups is hidden. */
  readonly shows: boolean;
  /** True when it or one of its groups is locked. */
  readonly locked: boolean;
}

type Within = Pick<Seat, "parent" | "groups" | "shows" | "locked">;
const OUTSIDE: Within = { parent: IDENTITY, groups: [], shows: true, locked: false };

export function boxOf(layer: Pick<Layer, "width" | "height">): Box {
  return { left: 0, top: 0, width: layer.width, height: layer.height };
}

/** Every layer by its id, bottom to top, groups before what they hold. */
export function seats(layers: readonly Layer[], within: Within = OUTSIDE): Map<string, Seat> {
  const found = new Map<string, Seat>();
  for (const layer of layers) {
    const seat: Seat = {
      layer,
      parent: within.parent,
      map: then(placed(layer, boxOf(layer)), within.parent),
      groups: within.groups,
      shows: within.shows && !layer.hidden,
      locked: within.locked || layer.locked,
    };
    found.set(layer.id, seat);
    if (!layer.layers.length) continue;
    const inside = { parent: seat.map, groups: [...seat.groups, layer.id], shows: seat.shows, locked: seat.locked };
    for (const [id, one] of seats(layer.layers, inside)) found.set(id, one);
  }
  return found;
}

/** The upright box around a layer on the canvas. */
export function reachOf(seat: Seat): Box {
  return bounds(seat.map, boxOf(seat.layer));
}

export function centreOnCanvas(seat: Seat): Point {
  return apply(seat.parent, { x: seat.layer.x, y: seat.layer.y });
}

/** A step on the canvas as a step in the px of the layer's group. */
export function stepInside(seat: Seat, dx: number, dy: number): Point {
  const back = inverse({ ...seat.parent, e: 0, f: 0 });
  return back ? apply(back, { x: dx, y: dy }) : { x: 0, y: 0 };
}

/** A point of the canvas in the px of the layer's group. */
export function inside(seat: Seat, point: Point): Point {
  const back = inverse(seat.parent);
  return back ? apply(back, point) : point;
}

/** Clockwise degrees by which the layer looks turned on the canvas, 0 to 360. */
export function turnOnCanvas(seat: Seat): number {
  const flat = placed({ ...seat.layer, flipX: false, flipY: false }, boxOf(seat.layer));
  const map = then(flat, seat.parent);
  return ((Math.atan2(map.b, map.a) * 180) / Math.PI + 360) % 360;
}

/** True when the layer's sides are parallel to those of the canvas. */
export function isUpright(seat: Seat): boolean {
  const off = turnOnCanvas(seat) % 90;
  return Math.min(off, 90 - off) < 1e-6;
}
