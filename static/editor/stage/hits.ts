/** What lies under a point: pixels that are seen first, boxes where nothing is seen. */

import { doc } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { apply, inverse, type Point } from "../geometry/affine.ts";
import { holds } from "../geometry/boxes.ts";
import { boxOf } from "../geometry/world.ts";
import { isSeen } from "./alpha.ts";
import { pictureOf } from "./pictures.ts";
import { entered, memberOf, seatOf, touchable } from "./places.ts";
import { isNested } from "./wishes.ts";

/** The point in the px of the layer's box; null where that is impossible. */
function local(layer: Layer, point: Point): Point | null {
  const seat = seatOf(layer.id);
  const back = seat && inverse(seat.map);
  return back ? apply(back, point) : null;
}

/** The topmost layer, groups aside, with a pixel at a point of the canvas. */
function deepest(layers: readonly Layer[], point: Point): string {
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index]!;
    if (layer.hidden || layer.locked) continue;
    const at = local(layer, point);
    if (!at) continue;
    if (isNested(layer)) {
      const inside = holds(boxOf(layer), at) ? deepest(layer.layers, point) : "";
      if (inside) return inside;
    } else if (shows(layer, at)) return layer.id;
  }
  return "";
}

function shows(layer: Layer, at: Point): boolean {
  const { image, content } = pictureOf(layer.id).peek();
  if (!image || !content) return holds(boxOf(layer), at);
  const x = content.left + (at.x / layer.width) * content.width;
  const y = content.top + (at.y / layer.height) * content.height;
  return isSeen(image, x, y);
}

/** The layer itself, however deep in groups; "" for none. */
export function layerAt(point: Point): string {
  return deepest(doc.peek().layers, point);
}

/** What a click there means: a layer of the open group, else one of the canvas; "" for none. */
export function pickAt(point: Point): string {
  const id = layerAt(point);
  return id ? (memberOf(id, entered.peek()) ?? memberOf(id, "") ?? "") : "";
}

/** Ids of what may be touched and has the point in its box, topmost first. */
export function boxesAt(point: Point): readonly string[] {
  const under = touchable.peek().filter(({ layer }) => {
    const at = local(layer, point);
    return at !== null && holds(boxOf(layer), at);
  });
  return under.map(({ layer }) => layer.id).reverse();
}
