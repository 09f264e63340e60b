/** Photos dropped on the window: from the panel or from other programs, onto the canvas at that point. */

import { signal } from "@preact/signals";
import { complain } from "../../base/toast.ts";
import { addFiles, addPhoto } from "../actions/placing.ts";
import type { Point } from "../geometry/affine.ts";
import type { Original } from "../net/api.ts";
import { PHOTO } from "../panels/photos.tsx";
import { toCanvas } from "../state/view.ts";

/** True while something that can be dropped hangs above the window. */
export const dropping = signal(false);

function carries(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  return types.includes("Files") || types.includes(PHOTO);
}

/** The point of the canvas under the pointer; undefined beside the stage. */
function pointOf(event: DragEvent): Point | undefined {
  const stage = (event.target as Element).closest(".stage-area")?.querySelector(".stage");
  const box = stage?.getBoundingClientRect();
  return box ? toCanvas({ x: event.clientX - box.left, y: event.clientY - box.top }) : undefined;
}

function drop(event: DragEvent): void {
  const photo = event.dataTransfer?.getData(PHOTO);
  const at = pointOf(event);
  try {
    if (photo && at) addPhoto(JSON.parse(photo) as Original, at);
  } catch (error) {
    complain(error);
  }
  if (!photo) addFiles([...(event.dataTransfer?.files ?? [])], at);
}

/** Listens to the window; the answer ends it. */
export function listenToDrops(): () => void {
  let depth = 0;
  const ends = new AbortController();
  const { signal: until } = ends;
  const count = (by: number): void => {
    depth = Math.max(0, depth + by);
    dropping.value = depth > 0;
  };
  document.addEventListener("dragenter", (event) => carries(event) && count(1), { signal: until });
  document.addEventListener("dragleave", (event) => carries(event) && count(-1), { signal: until });
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    // Without this the browser would leave the page and open the file.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  }, { signal: until });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    dropping.value = false;
    drop(event);
  }, { signal: until });
  document.addEventListener("dragend", () => count(-depth), { signal: until });
  return () => ends.abort();
}
