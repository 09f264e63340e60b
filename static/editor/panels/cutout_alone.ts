/** Looking at one cutout alone, on a ground of choice: only a way of looking. */

import { effect, signal } from "@preact/signals";
import { selection } from "../document/store.ts";
import { backdrop } from "../state/view.ts";

export type Ground = "document" | "checker" | "white" | "black" | "colour";

/** The layer that is looked at alone, or "". */
export const alone = signal("");
export const ground = signal<Ground>("document");
export const groundColour = signal("#3f74ea");

/** Chooses the ground for a layer; `document` shows everything again. */
export function lookAt(layer: string, chosen: Ground): void {
  ground.value = chosen;
  alone.value = chosen === "document" ? "" : layer;
}

const sheet = new CSSStyleSheet();

/** Follows the choice until the answer is called; another selection ends the look. */
export function followGround(): () => void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const ends = [
    effect(() => {
      if (alone.value && !(selection.value.length === 1 && selection.value[0] === alone.value)) lookAt("", "document");
    }),
    effect(() => {
      const chosen = ground.value;
      const isPlain = chosen === "document" || chosen === "checker";
      backdrop.value = isPlain ? "checker" : chosen === "colour" ? groundColour.value : chosen;
    }),
    effect(() => sheet.replaceSync(alone.value ? rules(alone.value) : "")),
  ];
  return () => {
    for (const end of ends) end();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}

/** `visibility` is inherited and may be taken back deeper inside, so groups need no care. */
function rules(layer: string): string {
  const one = `.stage .layer[data-layer="${CSS.escape(layer)}"]`;
  return `.stage .ground, .stage .layer { visibility: hidden; } ${one}, ${one} > .pixels:last-child, ${one} > canvas { visibility: visible; }`;
}
