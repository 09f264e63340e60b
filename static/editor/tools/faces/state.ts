/** A face crop while it is being chosen: which faces, how near, which shape. */

import { batch, computed, signal } from "@preact/signals";
import { commit, selected } from "../../document/store.ts";
import type { Change, Fractions, Layer } from "../../document/types.ts";
import { faceCrop, type FaceCrop, type Size } from "../../geometry/faces.ts";
import { StudioError } from "../../net/errors.ts";
import { facesOf, originalOf, type FoundFace } from "../../net/originals.ts";
import { announce } from "../../ui/announce.ts";

export type Shape = "square" | "rounded" | "circle";

export const RATIOS: readonly (readonly [label: string, ratio: number | null])[] = [
  ["Free", null], ["1:1", 1], ["4:5", 0.8], ["3:4", 0.75], ["2:3", 2 / 3], ["16:9", 16 / 9],
];
const FIRST_ZOOM = 0.5;
/** Corner radius of the rounded shape, as a part of the shorter side. */
const ROUND = 0.12;

/** The layer that is being cropped, as it was when the tool was chosen. */
export const layer = signal<Layer | null>(null);
export const picture = signal<Size | null>(null);
export const found = signal<readonly FoundFace[] | null>(null);
export const engine = signal("");
export const trouble = signal<StudioError | null>(null);
export const ticked = signal<ReadonlySet<number>>(new Set());
export const zoom = signal(FIRST_ZOOM);
export const ratio = signal<number | null>(1);
export const shape = signal<Shape>("square");
/** The formula over all faces that the engine finds, whichever they are, instead of the ticked. */
export const everyFace = signal(false);

export const boxes = computed<readonly Fractions[]>(() =>
  (found.value ?? []).filter((_, index) => everyFace.value || ticked.value.has(index)).map((face) => face.box),
);

export const crop = computed<FaceCrop | null>(() =>
  picture.value ? faceCrop(picture.value, boxes.value, zoom.value, ratio.value) : null,
);

/** The one image layer that the tool can work on. */
export function candidate(): Layer | null {
  const [only, ...more] = selected.value;
  return only && !more.length && only.kind === "image" && !only.locked ? only : null;
}

export async function begin(): Promise<void> {
  const chosen = candidate();
  batch(() => {
    layer.value = chosen;
    picture.value = found.value = trouble.value = null;
    engine.value = "";
  });
  if (!chosen) return;
  remember(chosen);
  try {
    const [facts, seen] = await Promise.all([originalOf(chosen.source), facesOf(chosen.source)]);
    if (layer.value !== chosen) return;
    batch(() => {
      picture.value = facts;
      found.value = withSaved(seen.faces, chosen.faces);
      engine.value = seen.engine;
      ticked.value = tickedAtFirst(found.value, chosen.faces);
    });
    announce(seen.faces.length === 1 ? "One face was found" : `${seen.faces.length} faces were found`);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    if (layer.value === chosen) trouble.value = error;
  }
}

/** The crop that the layer has already. */
function remember(chosen: Layer): void {
  const cropped = chosen.recipe["gravity"] === "face";
  const saved = chosen.recipe["zoom"];
  zoom.value = cropped && typeof saved === "number" && saved > 0 ? saved : FIRST_ZOOM;
  ratio.value = cropped ? nearest(chosen.width / chosen.height) : 1;
  shape.value = chosen.clip === "circle" ? "circle" : chosen.clip === "none" ? "square" : "rounded";
  everyFace.value = cropped && chosen.faces.length === 0;
}

function nearest(now: number): number | null {
  const known = RATIOS.find(([, one]) => one !== null && Math.abs(one / now - 1) < 0.01);
  return known ? known[1] : null;
}

/** Saved boxes stay choices, also where the engine of today doesn't find them. */
function withSaved(seen: readonly FoundFace[], saved: readonly Fractions[]): readonly FoundFace[] {
  const missing = saved.filter((box) => !seen.some((face) => same(face.box, box)));
  const all = [...seen, ...missing.map((box) => ({ box, score: 1 }))];
  // Numbered as they are seen, not as sure as the engine is.
  return all.sort((a, b) => a.box[0] - b.box[0]);
}

function tickedAtFirst(all: readonly FoundFace[], saved: readonly Fractions[]): ReadonlySet<number> {
  const wanted = all.map((face, index) => (!saved.length || saved.some((box) => same(face.box, box)) ? index : -1));
  return new Set(wanted.filter((index) => index >= 0));
}

function same(a: Fractions, b: Fractions): boolean {
  return a.every((value, index) => Math.abs(value - b[index]!) < 1e-4);
}

export function toggle(index: number): void {
  const next = new Set(ticked.value);
  if (!next.delete(index)) next.add(index);
  ticked.value = next;
}

/** One undo step: the layer shows the crop, its longer side as long as before. */
export function applyCrop(): boolean {
  const chosen = layer.value;
  const wanted = crop.value;
  if (!chosen || !wanted) return false;
  const longer = Math.max(chosen.width, chosen.height);
  const scale = longer / Math.max(wanted.box.width, wanted.box.height);
  const width = wanted.box.width * scale;
  const height = wanted.box.height * scale;
  commit(
    [
      ...set(chosen.id, {
        "recipe.gravity": "face",
        "recipe.zoom": zoom.value,
        faces: everyFace.value ? null : boxes.value,
        crop: null,
        width,
        height,
        clip: clip(width, height),
      }),
    ],
    "Face crop",
  );
  announce("Cropped to the faces");
  return true;
}

/** The whole picture again. */
export function removeCrop(): void {
  const chosen = layer.value;
  const size = picture.value;
  if (!chosen || !size) return;
  const scale = Math.max(chosen.width, chosen.height) / Math.max(size.width, size.height);
  const fields = {
    "recipe.gravity": null, "recipe.zoom": null, faces: null, clip: null,
    width: size.width * scale, height: size.height * scale,
  };
  commit(set(chosen.id, fields), "Remove face crop");
  announce("The whole picture is shown");
}

function clip(width: number, height: number): string | null {
  if (shape.value === "circle") return "circle";
  return shape.value === "rounded" ? String(Math.round(Math.min(width, height) * ROUND)) : null;
}

function set(id: string, fields: Readonly<Record<string, unknown>>): readonly Change[] {
  return Object.entries(fields).map(([field, value]) => ({ op: "set", layer: id, field, value }));
}
