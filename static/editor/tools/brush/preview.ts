/** Keeps what was brushed on the screen until the server's picture holds it, without a flash. */

import { effect } from "@preact/signals";
import { writtenLayer } from "../../document/defaults.ts";
import type { Layer, Stroke } from "../../document/types.ts";
import { fetchPicture } from "../../stage/fetching.ts";
import { originalLook, wishOf } from "../../stage/wishes.ts";
import { comparing } from "../../state/view.ts";
import { Sheet, type Untouched } from "./sheet.ts";
import { drawing, target, type Target } from "./state.ts";

let sheet: Sheet | null = null;
let painted: readonly Stroke[] = [];
let photo: { readonly of: string; untouched: Untouched | null; readonly stop: AbortController } | null = null;

/** What the present stroke is painted on; null where nothing can be painted. */
export function openSheet(goal: Target): Sheet {
  if (!sheet || sheet.image !== goal.image) rebuild(goal, pendingOf(goal) ?? []);
  show(goal);
  return sheet!;
}

/** The photo without cutout, when it has arrived. */
export function untouched(): Untouched | null {
  return photo?.untouched ?? null;
}

function rebuild({ image, grid }: Target, strokes: readonly Stroke[]): void {
  drop();
  sheet = new Sheet(image, grid);
  paint(strokes);
}

function paint(strokes: readonly Stroke[]): void {
  for (const stroke of strokes) sheet!.stroke(stroke, untouched());
  painted = [...painted, ...strokes];
}

/** The stroke that was just drawn on the sheet is one of the layer's now. */
export function keep(stroke: Stroke): void {
  painted = [...painted, stroke];
}

export function drop(): void {
  sheet?.canvas.remove();
  sheet = null;
  painted = [];
}

/** The canvas lies where the picture does, which it hides. */
function show({ seat: { layer } }: Target): void {
  const place = document.querySelector(`.sheet [data-layer="${CSS.escape(layer.id)}"]`);
  if (!sheet || !place) return;
  if (sheet.canvas.parentNode !== place) place.append(sheet.canvas);
  const { content } = sheet.grid;
  const [across, down] = [layer.width / content.width, layer.height / content.height];
  sheet.canvas.style.transform = `matrix(${across},0,0,${down},${-content.left * across},${-content.top * down})`;
}

/** The layer's strokes that its picture doesn't hold yet; null when it holds others (undone ones). */
function pendingOf({ seat: { layer }, look }: Target): readonly Stroke[] | null {
  const shown = JSON.parse(look) as Partial<Layer>;
  const done = shown.strokes ?? [];
  const now = writtenLayer(layer).strokes ?? [];
  if (JSON.stringify(now.slice(0, done.length)) !== JSON.stringify(done)) return null;
  return layer.strokes.slice(done.length);
}

function follow(): void {
  const goal = target.value;
  if (!goal || comparing.value === goal.seat.layer.id) return drop();
  if (drawing.value) return show(goal);
  const pending = pendingOf(goal);
  if (!pending?.length) return drop();
  const known = sheet?.image === goal.image && painted.every((one, index) => sameStroke(one, pending[index]));
  if (known) paint(pending.slice(painted.length));
  else rebuild(goal, pending);
  show(goal);
}

function sameStroke(one: Stroke, other: Stroke | undefined): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** Fetches the photo that `restore` brings back, at the picture's resolution. */
function followPhoto(): void {
  const goal = target.value;
  if (!goal) return;
  const { layer } = goal.seat;
  const wish = wishOf(originalLook(layer), goal.grid.content.width / layer.width);
  const of = `${wish.look} ${goal.grid.content.width}`;
  if (photo?.of === of) return;
  photo?.stop.abort();
  const mine = { of, untouched: null as Untouched | null, stop: new AbortController() };
  photo = mine;
  fetchPicture(wish, mine.stop.signal, () => undefined).then(
    ({ image }) => { mine.untouched = { pixels: pixelsOf(image) }; },
    () => { if (photo === mine) photo = null; },
  );
}

function pixelsOf(image: HTMLImageElement): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no 2d canvas");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Runs until the answer is called. */
export function followTarget(): () => void {
  const ends = [effect(follow), effect(followPhoto)];
  return () => {
    for (const end of ends) end();
    photo?.stop.abort();
    photo = null;
    drop();
  };
}
