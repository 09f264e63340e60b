/** A crop while it is being chosen. Nothing of the document changes before it is applied. */

import { batch, computed, signal } from "@preact/signals";
import { commit, selected } from "../../document/store.ts";
import type { Change, Layer, Recipe } from "../../document/types.ts";
import { inverse, placed, apply as mapped, type Affine, type Box, type Point } from "../../geometry/affine.ts";
import { movedBox } from "../../geometry/boxes.ts";
import {
  cropping, fractionsOf, placementOf, resizedCrop, shiftedInside, turnOf, withRatio, type Cropping, type Turn,
} from "../../geometry/crop.ts";
import type { Handle } from "../../geometry/resize.ts";
import { sidesOf } from "../../geometry/resize.ts";
import { boxOf, type Seat } from "../../geometry/world.ts";
import { originalOf } from "../../net/originals.ts";
import { placing } from "../../stage/edits.ts";
import { concealed } from "../../stage/moving.ts";
import { seatOf } from "../../stage/places.ts";
import { tool } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";

const HELP = "Cropping. Arrows move the picture, Tab goes to the handles, Enter applies, Escape cancels";
/** Smallest side of a crop, canvas px. */
const LEAST = 8;

export type RatioName = "free" | "original" | "1:1" | "4:5" | "3:2" | "16:9" | "9:16";
export const RATIOS: readonly RatioName[] = ["free", "original", "1:1", "4:5", "3:2", "16:9", "9:16"];

export interface Session {
  /** As it was when the tool was chosen; its place for what is shown, too. */
  readonly layer: Layer;
  readonly seat: Seat;
  /** What its recipe does to the source before the crop is seen. */
  readonly turn: Turn;
  /** Whole source and kept part, in px of the layer's box. */
  readonly boxes: Cropping;
  /** How far the picture was pushed under the frame, in the same px. */
  readonly pushed: Point;
}

export const session = signal<Session | null>(null);
export const ratio = signal<RatioName>("free");
/** The photo is cut by its recipe: by trim, or around faces. */
export const cutByRecipe = signal<Layer | null>(null);

/** From the px of the layer's box to the canvas. */
export const onCanvas = computed<Affine | null>(() => {
  const now = session.value;
  if (!now) return null;
  const { map } = now.seat;
  const at = mapped(map, now.pushed);
  return { ...map, e: at.x, f: at.y };
});

const CUTTING = /^(trim|gravity|g|zoom|face-zoom|fit)(\.|$)/;

export function candidate(): Layer | null {
  const [only, ...more] = selected.value;
  return only && !more.length && only.kind === "image" && !only.locked && !only.hidden ? only : null;
}

export function begin(): void {
  const layer = candidate();
  const cuts = layer !== null && Object.keys(layer.recipe).some((name) => CUTTING.test(name));
  batch(() => {
    cutByRecipe.value = cuts ? layer : null;
    ratio.value = "free";
    if (layer && !cuts) open(layer);
    else session.value = null;
  });
  // After whoever chose the tool has said so.
  if (!layer) queueMicrotask(() => announce("Select one picture to crop it"));
  else if (!cuts) queueMicrotask(() => announce(HELP));
}

function open(layer: Layer): void {
  const seat = seatOf(layer.id);
  if (!seat) return;
  const turn = turnOf(layer.recipe);
  session.value = { layer, seat, turn, boxes: cropping(layer, layer.crop, turn), pushed: { x: 0, y: 0 } };
  concealed.value = layer.id;
}

/** Crops by hand what the recipe cuts until now: the whole photo, as wide as its layer. */
export async function takeOver(): Promise<void> {
  const layer = cutByRecipe.value;
  const seat = layer && seatOf(layer.id);
  if (!layer || !seat) return;
  const facts = await originalOf(layer.source);
  if (cutByRecipe.value !== layer) return;
  const turn = turnOf(layer.recipe);
  const [width, height] = turn.quarters % 2 ? [facts.height, facts.width] : [facts.width, facts.height];
  const kept = Object.entries(layer.recipe).filter(([name]) => !CUTTING.test(name));
  const whole: Layer = {
    ...layer, recipe: Object.fromEntries(kept) as Recipe, crop: [0, 0, 1, 1], faces: [],
    height: (layer.width * height) / width,
  };
  batch(() => {
    cutByRecipe.value = null;
    open(whole);
    const now = session.value;
    const map = placedMap(whole, seat);
    if (now) session.value = { ...now, seat: { ...seat, layer: whole, map } };
  });
}

function placedMap(layer: Layer, seat: Seat): Affine {
  const own = placed(layer, boxOf(layer));
  const { parent } = seat;
  return {
    a: parent.a * own.a + parent.c * own.b, b: parent.b * own.a + parent.d * own.b,
    c: parent.a * own.c + parent.c * own.d, d: parent.b * own.c + parent.d * own.d,
    e: parent.a * own.e + parent.c * own.f + parent.e, f: parent.b * own.e + parent.d * own.f + parent.f,
  };
}

export function end(): void {
  batch(() => {
    session.value = null;
    cutByRecipe.value = null;
    concealed.value = "";
  });
}

function keep(kept: Box): void {
  const now = session.value;
  if (now) session.value = { ...now, boxes: { ...now.boxes, kept } };
}

/** A step on the canvas, in px of the layer's box. */
export function ownStep(from: Point, to: Point): Point {
  const now = session.value;
  const back = now && inverse({ ...now.seat.map, e: 0, f: 0 });
  return back ? mapped(back, { x: to.x - from.x, y: to.y - from.y }) : { x: 0, y: 0 };
}

export function ratioNumber(): number | null {
  const now = session.value;
  if (!now || ratio.value === "free") return null;
  if (ratio.value === "original") return now.boxes.source.width / now.boxes.source.height;
  const [width = 1, height = 1] = ratio.value.split(":").map(Number);
  return width / height;
}

export function chooseRatio(name: RatioName): void {
  ratio.value = name;
  const now = session.value;
  const number = ratioNumber();
  if (now && number !== null) keep(withRatio(now.boxes, number));
}

/** The crop with a handle dragged by `step` (px of the layer's box) since it was `start`. */
export function dragHandle(start: Cropping, handle: Handle, step: Point): void {
  keep(resizedCrop(start, sidesOf(handle), step, ratioNumber(), LEAST));
}

/** Pushes the picture under the frame, as far as it reaches. */
export function push(start: Session, step: Point): void {
  const wished = movedBox(start.boxes.kept, -step.x, -step.y);
  const kept = shiftedInside({ ...start.boxes, kept: wished });
  const pushed = {
    x: start.pushed.x + start.boxes.kept.left - kept.left,
    y: start.pushed.y + start.boxes.kept.top - kept.top,
  };
  session.value = { ...start, boxes: { ...start.boxes, kept }, pushed };
}

export function showAll(): void {
  const now = session.value;
  if (!now) return;
  ratio.value = "free";
  keep(now.boxes.source);
}

export function apply(): void {
  const now = session.value;
  if (now) {
    const patch = changes(now);
    if (patch.length) commit(patch, "Crop");
    const { kept } = now.boxes;
    announce(`Cropped to ${Math.round(kept.width)} by ${Math.round(kept.height)}`);
  }
  tool.value = "select";
}

function changes({ layer, boxes, turn, pushed }: Session): Change[] {
  const before = seatOf(layer.id)?.layer;
  if (!before) return [];
  const set = (field: string, value: unknown): Change => ({ op: "set", layer: layer.id, field, value });
  const to = placementOf(layer, movedBox(boxes.kept, pushed.x, pushed.y));
  const crop = fractionsOf(boxes, turn);
  const done = placing(before, to);
  if (crop.some((part, index) => Math.abs(part - before.crop[index]!) > 1e-7)) done.push(set("crop", crop));
  if (layer.recipe !== before.recipe) done.push(set("recipe", layer.recipe));
  if (layer.faces.length !== before.faces.length) done.push(set("faces", null));
  return done;
}
