/** Photos, words and layers that come into the document: where they lie and how large they are. */

import { batch } from "@preact/signals";
import { writtenLayer, wholeLayer } from "../document/defaults.ts";
import { commit, doc, selection } from "../document/store.ts";
import { placeOf } from "../document/tree.ts";
import type { Change, Layer } from "../document/types.ts";
import type { Point } from "../geometry/affine.ts";
import { complain } from "../../base/toast.ts";
import type { Original } from "../net/api.ts";
import { takeFiles } from "../net/uploads.ts";
import { announce } from "../ui/announce.ts";
import { newId } from "./clipboard.ts";
import { chosen, named } from "./chosen.ts";
import { refuseTooMany } from "./edit.ts";

/** Part of the canvas that a photo fills at most when others are there already. */
const SHARE = 0.7;
/** Px between photos that come together. */
const STAGGER = 24;

/** Above the topmost selected layer on the canvas, else on top of everything. */
function topPlace(): { parent: string; below: string } {
  const top = chosen().at(-1);
  const place = top ? placeOf(doc.value.layers, top.id) : null;
  if (top && place && !place.parent) return { parent: "", below: top.id };
  return { parent: "", below: doc.value.layers.at(-1)?.id ?? "" };
}

/** Size in which a photo comes in: fitted into the canvas, never larger than it is. */
export function fitted(size: { width: number; height: number }): { width: number; height: number } {
  const { width, height } = doc.value.canvas;
  const share = doc.value.layers.length ? SHARE : 1;
  const scale = Math.min((width * share) / size.width, (height * share) / size.height, 1);
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}

/** "IMG_1.final.JPG" becomes "IMG_1.final". */
export function stem(file: string): string {
  return file.replace(/\.[a-z0-9]{2,5}$/i, "").slice(0, 200) || file.slice(0, 200);
}

/** New layers above the selection, selected. */
export function addLayers(layers: readonly Layer[], label: string): void {
  refuseTooMany(layers.length);
  const place = topPlace();
  const patch = layers.map((layer, index): Change => ({
    op: "add", layer: writtenLayer(layer), parent: place.parent, below: layers[index - 1]?.id ?? place.below,
  }));
  batch(() => {
    commit(patch, label);
    selection.value = layers.map((layer) => layer.id);
  });
  announce(`${label}: ${named(layers)}`);
}

/** A photo as a layer, in the middle or at a point of the canvas; `index` of several lies aside. */
export function addPhoto(photo: Original, at?: Point, index = 0): void {
  const { width, height } = doc.value.canvas;
  const centre = at ?? { x: width / 2, y: height / 2 };
  const step = index * STAGGER;
  const layer = wholeLayer({
    id: newId(), kind: "image", name: stem(photo.name), source: photo.id, ...fitted(photo),
    x: Math.round(centre.x + step), y: Math.round(centre.y + step),
  });
  addLayers([layer], "Add photo");
}

/** Files as photos, each a layer as soon as it has arrived. */
export function addFiles(files: readonly File[], at?: Point): void {
  takeFiles(files, (photo, index) => {
    try {
      addPhoto(photo, at, index);
    } catch (error) {
      complain(error);
    }
  });
}
