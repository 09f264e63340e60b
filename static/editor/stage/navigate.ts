/** Zoom and pan. The canvas's corner stays on whole device px, so that 100 % is exact. */

import { batch, signal } from "@preact/signals";
import { doc } from "../document/store.ts";
import type { Box, Point } from "../geometry/affine.ts";
import { pan, stageSize, toCanvas, zoom } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { density } from "./density.ts";
import { chosenBox } from "./places.ts";

export const LEAST = 0.02;
export const MOST = 32;
const STEP = Math.SQRT2;
/** Kept free around what is fitted, screen px. */
const MARGIN = 48;
const NARROW_MARGIN = 16;
const NARROW = 600;

/** Screen px that floating bars cover at each side: fitting keeps clear of them. */
export const covered = signal({ top: 0, right: 0, bottom: 0, left: 0 });
/** True until somebody zooms or pans: the canvas then follows the window's size. */
const following = signal(true);

function onPixels(value: number): number {
  return Math.round(value * density.value) / density.value;
}

function place(scale: number, x: number, y: number): void {
  batch(() => {
    zoom.value = scale;
    pan.value = { x: onPixels(x), y: onPixels(y) };
  });
}

export function panBy(dx: number, dy: number): void {
  following.value = false;
  place(zoom.value, pan.value.x + dx, pan.value.y + dy);
}

/** Zooms to `scale`; the point of the stage under `at` (CSS px) stays where it is. */
export function zoomTo(scale: number, at: Point = middle()): void {
  following.value = false;
  const next = Math.min(MOST, Math.max(LEAST, scale));
  const point = toCanvas(at);
  place(next, at.x - point.x * next, at.y - point.y * next);
}

export function zoomBy(factor: number, at?: Point): void {
  zoomTo(zoom.value * factor, at ?? middle());
}

export function zoomIn(): void {
  zoomTo(stepped(1));
  tell();
}

export function zoomOut(): void {
  zoomTo(stepped(-1));
  tell();
}

/** The next half doubling in a direction. */
function stepped(direction: 1 | -1): number {
  const steps = Math.log(zoom.value) / Math.log(STEP);
  return STEP ** (direction > 0 ? Math.floor(steps + 1 + 1e-6) : Math.ceil(steps - 1 - 1e-6));
}

/** One canvas px for each screen px, around the middle of the window. */
export function actualSize(): void {
  zoomTo(1);
  tell();
}

export function fit(): void {
  const { width, height } = doc.value.canvas;
  show({ left: 0, top: 0, width, height }, 4);
  following.value = true;
  tell();
}

/** The selection, or the canvas when nothing is selected. */
export function zoomToSelection(): void {
  const box = chosenBox.value;
  if (!box) return fit();
  following.value = false;
  show(box, MOST);
  tell();
}

/** The canvas fitted, as long as nobody has chosen another view. */
export function followWindow(): void {
  if (!following.value) return;
  const { width, height } = doc.value.canvas;
  show({ left: 0, top: 0, width, height }, 1);
}

function show(box: Box, most: number): void {
  const { width, height } = stageSize.value;
  if (!width || !height) return;
  const margin = Math.min(width, height) < NARROW ? NARROW_MARGIN : MARGIN;
  const free = covered.value;
  const room = {
    width: Math.max(40, width - free.left - free.right - 2 * margin),
    height: Math.max(40, height - free.top - free.bottom - 2 * margin),
  };
  const fitted = Math.min(room.width / Math.max(1, box.width), room.height / Math.max(1, box.height), most);
  const scale = Math.min(MOST, Math.max(LEAST, fitted));
  const x = free.left + (width - free.left - free.right) / 2 - (box.left + box.width / 2) * scale;
  const y = free.top + (height - free.top - free.bottom) / 2 - (box.top + box.height / 2) * scale;
  place(scale, x, y);
}

function middle(): Point {
  return { x: stageSize.value.width / 2, y: stageSize.value.height / 2 };
}

function tell(): void {
  announce(`Zoom ${Math.round(zoom.value * 100)} percent`);
}
