/** The layers as a list for keyboards and screen readers: the stage's one tab stop. */

import { computed } from "@preact/signals";
import { selection } from "../document/store.ts";
import { moving } from "./moving.ts";
import { within } from "./places.ts";
import { nameOf, saidPlace } from "./words.ts";

/** Reading order: from the top layer down, as the layers panel shows them. */
export const order = computed(() => [...within.value].reverse());

let resting: typeof order.value = [];
/** The same, but for what moves: told once it rests, as nobody reads along while it moves. */
const told = computed(() => {
  if (!moving.value.size) resting = order.value;
  return resting;
});

export function focusObjects(): void {
  document.getElementById("stage-objects")?.focus({ preventScroll: true });
}

export function Objects() {
  const active = selection.value.at(-1);
  const shown = told.value.some((layer) => layer.id === active);
  return (
    <div
      id="stage-objects"
      class="objects"
      role="listbox"
      tabIndex={0}
      aria-label="Layers on the canvas"
      aria-multiselectable="true"
      aria-activedescendant={shown ? `object-${active}` : undefined}
    >
      {told.value.map((layer) => (
        <div
          key={layer.id}
          id={`object-${layer.id}`}
          role="option"
          data-object={layer.id}
          aria-selected={selection.value.includes(layer.id)}
        >
          {nameOf(layer)}, {saidPlace(layer)}
          {layer.hidden ? ", hidden" : ""}
          {layer.locked ? ", locked" : ""}
        </div>
      ))}
    </div>
  );
}
