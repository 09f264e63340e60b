/** The selection for the panels: at once, but while it is dragged only some times a second, so that
 *  fields that nobody reads then don't take the drag's time. */

import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { selected } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { dragging } from "../tools/select/state.ts";

const PAUSE_MS = 120;

const shown = signal<readonly Layer[]>([]);
export const shownLayers: ReadonlySignal<readonly Layer[]> = shown;

let timer = 0;

function catchUp(): void {
  timer = 0;
  shown.value = selected.peek();
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
});
