/** What a drag snaps to, collected once at its start. */

import { doc } from "../../document/store.ts";
import type { Surroundings } from "../../geometry/snap.ts";
import { boxesBeside } from "../../stage/places.ts";
import { snaps, zoom } from "../../state/view.ts";

/** Screen px within which something is held. */
const NEAR_PX = 6;

export function surroundings(moving: Iterable<string>): Surroundings {
  return {
    canvas: doc.value.canvas,
    guides: doc.value.guides,
    others: boxesBeside(new Set(moving)),
    threshold: NEAR_PX / zoom.value,
  };
}

/** Ctrl or Command lets go; where snapping is switched off, it holds. */
export function isFree(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean {
  return (event.ctrlKey || event.metaKey) === snaps.value;
}
