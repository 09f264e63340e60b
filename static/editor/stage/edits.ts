/** Changes of place and size as patches, with numbers that people can read. */

import type { Change, Layer } from "../document/types.ts";
import type { Placement } from "../geometry/affine.ts";
import { whole } from "../geometry/rotate.ts";
import { stepInside, type Seat } from "../geometry/world.ts";

const FIELDS = ["x", "y", "width", "height", "rotation"] as const;

/** Hundredths are finer than anybody sees. */
export function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Sets what differs from the layer. */
export function placing(layer: Layer, to: Partial<Placement>): Change[] {
  return FIELDS.flatMap((field) => {
    const given = to[field];
    if (given === undefined) return [];
    const value = field === "rotation" ? tidy(whole(given)) : tidy(given);
    return value === layer[field] ? [] : [{ op: "set" as const, layer: layer.id, field, value }];
  });
}

/** A step on the canvas, in px of the canvas. */
export function movedBy(seat: Seat, dx: number, dy: number): Change[] {
  const step = stepInside(seat, dx, dy);
  return placing(seat.layer, { x: seat.layer.x + step.x, y: seat.layer.y + step.y });
}

/** What lies in a layer grows with it: type, round corners, the layers of a group. */
export function grownContents(layer: Layer, factor: number): Change[] {
  const set = (field: string, value: unknown): Change => ({ op: "set", layer: layer.id, field, value });
  const done: Change[] = [];
  if (layer.text) {
    done.push(set("text.size", tidy(layer.text.size * factor)));
    if (layer.text.stroke) done.push(set("text.stroke", tidy(layer.text.stroke * factor)));
  }
  if (Number(layer.clip) > 0) done.push(set("clip", String(tidy(Number(layer.clip) * factor))));
  for (const inside of layer.layers) {
    const grown = { x: inside.x * factor, y: inside.y * factor, width: inside.width * factor, height: inside.height * factor };
    done.push(...placing(inside, grown), ...grownContents(inside, factor));
  }
  return done;
}
