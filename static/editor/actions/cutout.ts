/** Cutting out: photos lose their background, and get it back. */

import brushIcon from "lucide-static/icons/brush.svg";
import compareIcon from "lucide-static/icons/eye.svg";
import scissors from "lucide-static/icons/scissors.svg";
import { effect } from "@preact/signals";
import { commit, doc, selected } from "../document/store.ts";
import { find } from "../document/tree.ts";
import type { Change, Layer } from "../document/types.ts";
import { pictureOf } from "../stage/pictures.ts";
import { nameOf } from "../stage/words.ts";
import { comparing, tool } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { otherMode, resize } from "../tools/brush/state.ts";
import { register } from "./registry.ts";

const GROUP = "Cutout";

/** Photos that may be changed, of the selection or of other layers. */
export function photos(from: readonly Layer[] = selected.value): readonly Layer[] {
  return from.filter((layer) => layer.kind === "image" && !layer.locked);
}

export function isCut(layer: Layer): boolean {
  return layer.recipe["segment"] === "foreground";
}

/** The selected photos lose their background; each layer shows how far it is. */
export function cutOut(): void {
  const whole = photos().filter((layer) => !isCut(layer));
  if (!whole.length) return;
  commit(whole.map((layer): Change => ({ op: "set", layer: layer.id, field: "recipe.segment", value: "foreground" })), "Cut out");
  announce(whole.length === 1 ? `Cutting out ${nameOf(whole[0]!)}` : `Cutting out ${whole.length} photos`);
  for (const layer of whole) tellWhenDone(layer);
}

/** Says once that the cutout is there and who made it; falls silent when it was undone. */
function tellWhenDone(layer: Layer): void {
  const { url } = pictureOf(layer.id).peek();
  const end = effect(() => {
    const now = find(doc.value.layers, layer.id);
    const picture = pictureOf(layer.id).value;
    const isOver = !now || !isCut(now) || picture.state === "failed";
    if (!isOver && (picture.state !== "shown" || picture.url === url)) return;
    // Not in the effect: what is announced would become a cause of it.
    queueMicrotask(() => {
      end();
      if (!isOver) announce(`${nameOf(layer)} is cut out, made with ${picture.engines["matte"] ?? "the model"}`);
    });
  });
}

/** The photos as they were, with every option and stroke of the cutout gone. */
export function removeCutout(): void {
  const changes = photos().filter((layer) => isCut(layer) || layer.strokes.length).flatMap((layer): Change[] => {
    const names = Object.keys(layer.recipe).filter((name) => name === "segment" || name.startsWith("segment."));
    const options = names.map((name): Change => ({ op: "set", layer: layer.id, field: `recipe.${name}`, value: null }));
    return layer.strokes.length ? [...options, { op: "set", layer: layer.id, field: "strokes", value: null }] : options;
  });
  if (!changes.length) return;
  commit(changes, "Remove cutout");
  announce("The background is back");
}

/** Shows the original of the one selected photo, until `stopComparing`. */
export function compare(): void {
  const [only, ...more] = photos();
  if (only && !more.length) comparing.value = only.id;
}

export function stopComparing(): void {
  comparing.value = "";
}

const brushing = (): boolean => tool.value === "brush";

export function registerCutout(): void {
  register(
    { id: "cut-out", label: "Cut out", group: GROUP, keys: ["Shift+c"], icon: scissors, enabled: () => photos().some((one) => !isCut(one)), run: cutOut },
    { id: "remove-cutout", label: "Remove cutout", group: GROUP, icon: scissors, enabled: () => photos().some((one) => isCut(one) || one.strokes.length > 0), run: removeCutout },
    { id: "compare", label: "Show the original (hold)", group: GROUP, keys: ["\\"], icon: compareIcon, enabled: () => photos().length === 1, run: compare },
    { id: "brush-smaller", label: "Smaller brush", group: "Brush", keys: ["["], icon: brushIcon, enabled: brushing, run: () => resize(-1) },
    { id: "brush-larger", label: "Larger brush", group: "Brush", keys: ["]"], icon: brushIcon, enabled: brushing, run: () => resize(1) },
    { id: "brush-mode", label: "Erase or restore", group: "Brush", keys: ["x"], icon: brushIcon, enabled: brushing, run: otherMode },
  );
  addEventListener("keyup", (event) => { if (event.code === "Backslash") stopComparing(); });
  addEventListener("blur", stopComparing);
}
