/** What the select tool shows while it works. */

import { signal } from "@preact/signals";
import type { Box, Point } from "../../geometry/affine.ts";
import { NOTHING, type Snapped } from "../../geometry/snap.ts";

/** Id of the layer under the pointer, or "". */
export const hovered = signal("");
/** Canvas px, while several are chosen by a frame. */
export const marquee = signal<Box | null>(null);
/** Lines and gaps to draw, canvas px. */
export const guides = signal<Snapped>(NOTHING);
/** A few words beside the pointer: place, size or angle; screen px. */
export const hint = signal<{ readonly text: string; readonly at: Point } | null>(null);
/** True from the first move of a drag to its end. */
export const dragging = signal(false);

export function quiet(): void {
  guides.value = NOTHING;
  hint.value = null;
  marquee.value = null;
  dragging.value = false;
}
