/** The selection for the panels, at once, but not while it is dragged: fields that nobody reads then
 *  would take the drag's time. Its numbers follow some times a second. */

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { doc, selected } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { dragging } from "../tools/select/state.ts";

const PAUSE_MS = 250;

/** Parts of the document that stay the same object while layers move. */
export const canvas = computed(() => doc.value.canvas);
export const isEmpty = computed(() => doc.value.layers.length === 0);

const shown = signal<readonly Layer[]>([]);
const placed = signal<readonly Layer[]>([]);
export const shownLayers: ReadonlySignal<readonly Layer[]> = shown;
/** The same, with where they are dragged. */
export const shownPlaces: ReadonlySignal<readonly Layer[]> = placed;

let timer = 0;

function catchUp(): void {
  timer = 0;
  placed.value = selected.peek();
}

effect(() => {
  const now = selected.value;
  if (dragging.value) {
    timer ||= window.setTimeout(catchUp, PAUSE_MS);
    return;
  }
  clearTimeout(timer);
  timer = 0;
  shown.value = now;
  placed.value = now;
});
