/** The published formula of face cropping, as editor/operations/_faces.py and resize.py have it.
 *
 * A detector sees a picture of at most 1024 px a side. The smallest box around all faces gives the
 * focal point, its centre, and the crop: box / zoom, at most the picture; with a target ratio the
 * zoomed box is widened around its centre, then shifted inside the picture.
 */

import type { Fractions } from "../document/types.ts";
import type { Box, Point } from "./affine.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What kept the crop from being what zoom and ratio alone would make it. */
export type Clamp = "width" | "height" | "shifted";

export interface FaceCrop {
  /** px of the upright picture. */
  readonly box: Box;
  readonly clamps: readonly Clamp[];
}

const INFERENCE_PX = 1024;
/** A shift that nobody can see. */
const UNSEEN_PX = 0.5;

/** The crop around these faces; null where none lies in the picture. `ratio` null keeps the box's. */
export function faceCrop(picture: Size, faces: readonly Fractions[], zoom: number, ratio: number | null): FaceCrop | null {
  const outer = union(faces, inferenceSize(picture));
  if (!outer) return null;
  const seen = inferenceSize(picture);
  const back = { x: picture.width / seen.width, y: picture.height / seen.height };
  const wanted = { width: zoom ? outer.width / zoom : Infinity, height: zoom ? outer.height / zoom : Infinity };
  const width = Math.min(wanted.width, seen.width) * back.x;
  const height = Math.min(wanted.height, seen.height) * back.y;
  const centre = { x: (outer.left + outer.width / 2) * back.x, y: (outer.top + outer.height / 2) * back.y };
  const zoomed = inside(centre, width, height, picture);
  const box = ratio && zoom ? widened(zoomed, centre, ratio, picture) : ratio ? cover(centre, ratio, picture) : zoomed;
  const clamps: Clamp[] = [];
  if (zoom && wanted.width > seen.width) clamps.push("width");
  if (zoom && wanted.height > seen.height) clamps.push("height");
  const moved = Math.max(
    Math.abs(box.left + box.width / 2 - centre.x),
    Math.abs(box.top + box.height / 2 - centre.y),
  );
  if (zoom && moved > UNSEEN_PX) clamps.push("shifted");
  return { box, clamps };
}

function inferenceSize(picture: Size): Size {
  const scale = Math.min(1, INFERENCE_PX / Math.max(picture.width, picture.height));
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}

function union(faces: readonly Fractions[], size: Size): Box | null {
  const within = faces
    .map(([x, y, w, h]) => ({
      left: Math.max(0, x * size.width),
      top: Math.max(0, y * size.height),
      right: Math.min(size.width, (x + w) * size.width),
      bottom: Math.min(size.height, (y + h) * size.height),
    }))
    .filter((box) => box.right > box.left && box.bottom > box.top);
  if (!within.length) return null;
  const left = Math.min(...within.map((box) => box.left));
  const top = Math.min(...within.map((box) => box.top));
  const right = Math.max(...within.map((box) => box.right));
  const bottom = Math.max(...within.map((box) => box.bottom));
  return { left, top, width: right - left, height: bottom - top };
}

/** A box of this size around the point, as far as the picture lets it. */
function inside(centre: Point, width: number, height: number, picture: Size): Box {
  return {
    left: Math.min(Math.max(0, centre.x - width / 2), picture.width - width),
    top: Math.min(Math.max(0, centre.y - height / 2), picture.height - height),
    width,
    height,
  };
}

function widened(box: Box, focus: Point, ratio: number, picture: Size): Box {
  const width = Math.min(Math.max(box.width, box.height * ratio), picture.width);
  const height = Math.min(Math.max(box.height, box.width / ratio), picture.height);
  const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const outer = inside(centre, width, height, picture);
  // Where the picture cut one side, the fit that follows crops the other to the ratio.
  return cropped(focus, ratio, outer);
}

/** The largest part of the picture with this ratio, as near to the point as it goes. */
function cover(centre: Point, ratio: number, picture: Size): Box {
  return cropped(centre, ratio, { left: 0, top: 0, ...picture });
}

function cropped(centre: Point, ratio: number, outer: Box): Box {
  const width = Math.min(outer.width, outer.height * ratio);
  const height = Math.min(outer.height, outer.width / ratio);
  const at = inside({ x: centre.x - outer.left, y: centre.y - outer.top }, width, height, outer);
  return { ...at, left: at.left + outer.left, top: at.top + outer.top };
}

/** Padding around the faces' box on each side, as a part of the box, that means this zoom. */
export function paddingOf(zoom: number): number {
  return zoom ? (1 / zoom - 1) / 2 : Infinity;
}

export function zoomOf(padding: number): number {
  return 1 / (1 + 2 * padding);
}
