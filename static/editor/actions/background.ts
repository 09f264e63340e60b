/** A picture behind everything: a locked layer at the bottom that covers the canvas. */

import { commit, doc } from "../document/store.ts";
import { wholeLayer, writtenLayer } from "../document/defaults.ts";
import type { Change } from "../document/types.ts";
import type { Original } from "../net/api.ts";
import { announce } from "../ui/announce.ts";
import { newId } from "./clipboard.ts";
import { refuseTooMany } from "./edit.ts";
import { covering } from "./scaling.ts";

const NAME = "Background picture";

/** Takes the place of the one that is there already. */
export function addBackground(photo: Original): void {
  const { canvas, layers } = doc.value;
  const [bottom] = layers;
  const replaced = bottom?.locked && bottom.kind === "image" && bottom.name === NAME ? bottom : null;
  if (!replaced) refuseTooMany(1);
  const plain = wholeLayer({ id: newId(), kind: "image", name: NAME, source: photo.id, width: photo.width, height: photo.height, locked: true });
  const layer = { ...plain, ...covering(plain, canvas) };
  const patch: Change[] = [
    ...(replaced ? [{ op: "remove" as const, layer: replaced.id }] : []),
    { op: "add", layer: writtenLayer(layer), parent: "", below: "" },
  ];
  commit(patch, "Background picture");
  announce(`${photo.name} is the background`);
}
