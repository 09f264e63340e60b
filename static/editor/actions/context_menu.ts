/** The menu of a layer, or of the canvas when nothing is selected: made of the actions alone. */

import { selection } from "../document/store.ts";
import { openMenu, type Entries, type Entry } from "../ui/menu.tsx";
import { chosen, named } from "./chosen.ts";
import { keysOf } from "./keyboard.ts";
import { maybeAction, perform } from "./registry.ts";

const LAYER: readonly (readonly string[])[] = [
  ["cut", "copy", "paste", "duplicate", "rename"],
  ["front", "forward", "backward", "back"],
  ["group", "ungroup"],
  ["flip-x", "flip-y", "turn"],
  ["hide", "lock"],
  ["download-original"],
  ["delete"],
];
const CANVAS: readonly (readonly string[])[] = [["paste", "select-all"], ["zoom-in", "zoom-out", "fit", "actual-size"], ["shortcuts"]];

/** What a layer is called while it is hidden or locked. */
const TURNED: Readonly<Record<string, string>> = { hide: "Show", lock: "Unlock" };

function entry(id: string): Entry | null {
  const found = maybeAction(id);
  if (!found) return null;
  const label = found.pressed?.() ? (TURNED[id] ?? found.label) : found.label;
  return {
    label, icon: found.icon, keys: keysOf(found), disabled: !found.enabled(), danger: id === "delete",
    run: () => void perform(id),
  };
}

/** Entries of these actions, with lines between the groups. */
export function entriesOf(groups: readonly (readonly string[])[]): Entries {
  const filled = groups.map((ids) => ids.map(entry).filter((one) => one !== null)).filter((group) => group.length > 0);
  return filled.flatMap((group, index) => (index ? [null, ...group] : group));
}

export function openContextMenu(at: Element | { readonly x: number; readonly y: number }): void {
  const some = selection.value.length > 0;
  openMenu(some ? `Actions for ${named(chosen())}` : "Actions", entriesOf(some ? LAYER : CANVAS), at);
}
