/** Where every layer lies now, which group is open, and which layers the stage may touch. */

import { computed, signal } from "@preact/signals";
import { doc, selected, selection } from "../document/store.ts";
import { find } from "../document/tree.ts";
import type { Layer } from "../document/types.ts";
import type { Box } from "../geometry/affine.ts";
import { union } from "../geometry/boxes.ts";
import { reachOf, seats, type Seat } from "../geometry/world.ts";

export const seating = computed<ReadonlyMap<string, Seat>>(() => seats(doc.value.layers));

const opened = signal("");

/** The group whose layers are touched one by one, or "" for the canvas. */
export const entered = computed(() => (seating.value.get(opened.value)?.layer.kind === "group" ? opened.value : ""));

export function enter(group: string): void {
  opened.value = group;
}

export function seatOf(id: string): Seat | undefined {
  return seating.value.get(id);
}

/** The layers of the open group, or of the canvas, bottom to top. */
export const within = computed<readonly Layer[]>(() => {
  const group = entered.value;
  return group ? (find(doc.value.layers, group)?.layers ?? []) : doc.value.layers;
});

/** Those of them that show and aren't locked. */
export const touchable = computed<readonly Seat[]>(() =>
  within.value.flatMap((layer) => {
    const seat = seating.value.get(layer.id);
    return seat && seat.shows && !seat.locked ? [seat] : [];
  }),
);

/** What of `group` holds this layer, or is it; null when it lies elsewhere. */
export function memberOf(id: string, group: string): string | null {
  const seat = seating.value.get(id);
  if (!seat) return null;
  const line = [...seat.groups, id];
  if (!group) return line[0] ?? null;
  const at = line.indexOf(group);
  return at < 0 ? null : (line[at + 1] ?? null);
}

/** Seats of the selection, without layers whose group is selected, too. */
export const chosen = computed<readonly Seat[]>(() => {
  const ids = new Set(selection.value);
  return selected.value.flatMap((layer) => {
    const seat = seating.value.get(layer.id);
    return seat && !seat.groups.some((group) => ids.has(group)) ? [seat] : [];
  });
});

/** Those that can be moved by hand. */
export const movable = computed<readonly Seat[]>(() => chosen.value.filter((seat) => !seat.locked && seat.shows));

/** The upright box around the selection on the canvas. */
export const chosenBox = computed<Box | null>(() => union(chosen.value.map(reachOf)));

/** Upright boxes of all that doesn't move when these do: what they may snap to. */
export function boxesBeside(moving: ReadonlySet<string>): Box[] {
  const held = [...seating.value.values()].filter((seat) => {
    const goesAlong = moving.has(seat.layer.id) || seat.groups.some((group) => moving.has(group));
    // A group that holds what moves is as large as that makes it.
    const isAround = seat.layer.layers.length > 0 && [...moving].some((id) => seating.value.get(id)?.groups.includes(seat.layer.id));
    const isSeen = seat.shows && (seat.groups.length === 0 || seat.groups.at(-1) === entered.value);
    return isSeen && !goesAlong && !isAround;
  });
  return held.map(reachOf);
}
