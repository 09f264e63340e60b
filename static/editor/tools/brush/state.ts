/** The brush as it is set, what it works on, and where it is. */

import { computed, effect, signal, type Signal } from "@preact/signals";
import { selected } from "../../document/store.ts";
import type { Stroke } from "../../document/types.ts";
import type { Point } from "../../geometry/affine.ts";
import type { Grid } from "../../geometry/brush.ts";
import type { Seat } from "../../geometry/world.ts";
import { pictureOf } from "../../stage/pictures.ts";
import { seatOf } from "../../stage/places.ts";
import { announce } from "../../ui/announce.ts";

export type Mode = Stroke["mode"];

export const LEAST_SIZE = 0.002;
export const MOST_SIZE = 0.5;

function remembered(name: string, start: number): Signal<number> {
  const key = `studio-brush-${name}`;
  const kept = Number(localStorage.getItem(key) ?? NaN);
  const now = signal(Number.isFinite(kept) ? kept : start);
  effect(() => localStorage.setItem(key, String(now.value)));
  return now;
}

export const mode = signal<Mode>("erase");
/** Diameter, as a part of the original's longer side. */
export const size = remembered("size", 0.06);
export const hardness = remembered("hardness", 0.8);
export const opacity = signal(1);
/** True: a pen's pressure changes the size. */
export const pressure = signal(true);
/** True once a pen was near: only then its setting is of use. */
export const penSeen = signal(false);
/** Canvas px; null while no pointer or key has put it anywhere. */
export const cursor = signal<Point | null>(null);
/** True once arrow keys moved the cursor, until a pointer does. */
export const steered = signal(false);
/** True while a stroke is drawn. */
export const drawing = signal(false);

export interface Target {
  readonly seat: Seat;
  readonly image: HTMLImageElement;
  readonly grid: Grid;
  /** The wish that `image` shows. */
  readonly look: string;
}

/** The one photo that is selected and may be changed; null otherwise. */
export const candidate = computed<Seat | null>(() => {
  const [only, ...more] = selected.value;
  const seat = only && !more.length && only.kind === "image" ? seatOf(only.id) : undefined;
  return seat && seat.shows && !seat.locked ? seat : null;
});

/** The same with its picture; null until that is there. */
export const target = computed<Target | null>(() => {
  const seat = candidate.value;
  if (!seat) return null;
  const { image, content, source, look } = pictureOf(seat.layer.id).value;
  if (!image || !content || !source) return null;
  const grid: Grid = { shown: source, content, width: image.naturalWidth, height: image.naturalHeight };
  return { seat, image, grid, look };
});

const STEP = 1.2;

/** One step larger or smaller; the steps are as even to the eye as the sizes are. */
export function resize(direction: 1 | -1): void {
  const next = size.value * STEP ** direction;
  size.value = Number(Math.min(MOST_SIZE, Math.max(LEAST_SIZE, next)).toFixed(4));
  announce(`Brush ${(100 * size.value).toFixed(1)} %`);
}

export function soften(direction: 1 | -1): void {
  hardness.value = Math.min(1, Math.max(0, Math.round(hardness.value * 4 + direction) / 4));
  announce(`Hardness ${Math.round(100 * hardness.value)} %`);
}

export function otherMode(): void {
  mode.value = mode.value === "erase" ? "restore" : "erase";
  announce(mode.value === "erase" ? "Erase" : "Restore");
}
