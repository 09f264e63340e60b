/** How layers look: hidden, locked, faded, outlined, shadowed. */

import eyeOff from "lucide-static/icons/eye-off.svg";
import lock from "lucide-static/icons/lock.svg";
import outlineIcon from "lucide-static/icons/sticker.svg";
import shadowIcon from "lucide-static/icons/sun.svg";
import { commit } from "../document/store.ts";
import type { Effect, Layer } from "../document/types.ts";
import { reveal } from "../state/shell.ts";
import { announce } from "../ui/announce.ts";
import { chosen, free, named, setAll } from "./chosen.ts";
import { register, type Action } from "./registry.ts";

const GROUP = "Layer";
const some = (): boolean => free().length > 0;

/** What an effect is when it is switched on. */
export function newEffect(kind: Effect["kind"], layer: Layer): Effect {
  // In proportion to the layer, so that it is neither lost nor drowned.
  const part = (share: number): number => Math.max(1, Math.round(Math.min(layer.width, layer.height) * share));
  switch (kind) {
    case "outline":
      return { kind, recipe: { outline: Math.min(60, part(0.02)), "outline.color": "#ffffff" } };
    case "shadow":
      return { kind, recipe: { shadow: part(0.06), "shadow.y": part(0.025), "shadow.opacity": 0.35 } };
    case "glow":
      return { kind, recipe: { shadow: part(0.08), "shadow.spread": part(0.01), "shadow.color": "#ffd54a", "shadow.opacity": 0.9 } };
    case "adjust":
      return { kind, recipe: { brightness: 1.1, contrast: 1.1 } };
  }
}

/** Effects follow each other; shadows and glows lie under outlines, so those come later. */
const RANK: Readonly<Record<Effect["kind"], number>> = { adjust: 0, outline: 1, glow: 2, shadow: 3 };

export function withEffect(layer: Layer, kind: Effect["kind"]): readonly Effect[] {
  const at = layer.effects.findIndex((one) => RANK[one.kind] > RANK[kind]);
  const index = at < 0 ? layer.effects.length : at;
  return [...layer.effects.slice(0, index), newEffect(kind, layer), ...layer.effects.slice(index)];
}

export function has(layer: Layer, kind: Effect["kind"]): boolean {
  return layer.effects.some((effect) => effect.kind === kind);
}

function toggleEffect(kind: "outline" | "shadow", label: string): void {
  const layers = free();
  const on = !layers.every((layer) => has(layer, kind));
  const effects = (layer: Layer): readonly Effect[] =>
    on ? (has(layer, kind) ? layer.effects : withEffect(layer, kind)) : layer.effects.filter((one) => one.kind !== kind);
  commit(setAll(layers, "effects", effects), on ? `Add ${label.toLowerCase()}` : `Remove ${label.toLowerCase()}`);
  if (on) reveal("layer");
  announce(`${label} ${on ? "on" : "off"}`);
}

function toggleField(field: "hidden" | "locked", yes: string, no: string): void {
  const layers = chosen();
  const on = !layers.every((layer) => layer[field]);
  commit(setAll(layers, field, () => on), on ? yes : no);
  announce(`${named(layers)}: ${on ? yes.toLowerCase() : no.toLowerCase()}`);
}

/** 1 to 9 are tenths, 0 is whole, as in other design tools. */
function opacity(digit: number): Action {
  const percent = digit === 0 ? 100 : digit * 10;
  return {
    id: `opacity-${percent}`, label: `Opacity ${percent} %`, group: "Opacity", keys: [String(digit)], enabled: some,
    run: () => {
      commit(setAll(free(), "opacity", () => percent / 100), "Opacity", "opacity");
      announce(`Opacity ${percent} percent`);
    },
  };
}

export function registerLook(): void {
  register(
    { id: "hide", label: "Hide", group: GROUP, keys: ["Mod+Shift+h"], icon: eyeOff, enabled: () => chosen().length > 0,
      pressed: () => chosen().length > 0 && chosen().every((layer) => layer.hidden), run: () => toggleField("hidden", "Hide", "Show") },
    { id: "lock", label: "Lock", group: GROUP, keys: ["Mod+Shift+l"], icon: lock, enabled: () => chosen().length > 0,
      pressed: () => chosen().length > 0 && chosen().every((layer) => layer.locked), run: () => toggleField("locked", "Lock", "Unlock") },
    { id: "outline", label: "Outline", group: GROUP, keys: ["Mod+Alt+o"], icon: outlineIcon, enabled: some,
      pressed: () => some() && free().every((layer) => has(layer, "outline")), run: () => toggleEffect("outline", "Outline") },
    { id: "shadow", label: "Shadow", group: GROUP, keys: ["Mod+Alt+s"], icon: shadowIcon, enabled: some,
      pressed: () => some() && free().every((layer) => has(layer, "shadow")), run: () => toggleEffect("shadow", "Shadow") },
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map(opacity),
  );
}
