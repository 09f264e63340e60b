/** The zoom of the open item's picture: the same before and after. */

import { computed, signal } from "@preact/signals";
import { CENTRE, FIT, most, moved, scaled, toggled, type Spot, type Zoom } from "./zooming.ts";

const STEP = 1.5;
const PAN = 0.2;

export const zoom = signal<Zoom>(FIT);
/** Widths of the file in its px, and of its frame in the screen's; 0: not known yet. */
export const widths = signal<{ readonly file: number; readonly frame: number }>({ file: 0, frame: 0 });
/** The scale that shows each px of the file as one of the screen. */
const full = computed(() => (widths.value.frame > 0 ? widths.value.file / widths.value.frame : 0));
/** 100: each px of the file is one of the screen; 0: not known yet. */
export const percent = computed(() => (full.value > 0 ? Math.round((100 * zoom.value.scale) / full.value) : 0));
export const zoomed = computed(() => zoom.value.scale > 1);
export const closest = computed(() => zoom.value.scale >= most(full.value) - 1e-6);

function to(scale: number, at: Spot): void {
  // Nothing is zoomed before there is a file to look at.
  if (full.peek() > 0) zoom.value = scaled(zoom.peek(), scale, at, most(full.peek()));
}

export const zoomBy = (factor: number, at: Spot = CENTRE): void => to(zoom.peek().scale * factor, at);
export const zoomIn = (): void => zoomBy(STEP);
export const zoomOut = (): void => zoomBy(1 / STEP);
export const actual = (): void => to(full.peek(), CENTRE);

export function fit(): void {
  zoom.value = FIT;
}

export function toggle(at: Spot = CENTRE): void {
  if (full.peek() > 0) zoom.value = toggled(zoom.peek(), full.peek(), at);
}

export function pan(by: Spot): void {
  zoom.value = moved(zoom.peek(), by);
}

const WAYS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: PAN, y: 0 }, ArrowRight: { x: -PAN, y: 0 }, ArrowUp: { x: 0, y: PAN }, ArrowDown: { x: 0, y: -PAN },
};

/** The arrows look around in a picture that is zoomed; false: the key means something else. */
export function panned(key: string): boolean {
  const way = WAYS[key];
  if (!way || !zoomed.peek()) return false;
  pan(way);
  return true;
}
