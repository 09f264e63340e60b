/** Groups grow with what is moved in them: what lies outside of a group's box isn't drawn. */

import { leaving } from "../actions/family.ts";
import { laid, overhang } from "../actions/grouping.ts";
import { apply } from "../document/changes.ts";
import { find } from "../document/tree.ts";
import type { Change, Doc, Layer, Patch } from "../document/types.ts";
import { bounds, placed, type Box } from "../geometry/affine.ts";
import { union } from "../geometry/boxes.ts";
import { boxOf, type Seat } from "../geometry/world.ts";
import { tidy } from "./edits.ts";

/** Less than this over an edge is left out. */
const OVER = 0.5;
const UPRIGHT = { rotation: 0, flipX: false, flipY: false };

/** The patch, and what makes room for it in the groups of `moved`; `start` is the document that
 * the patch is made for. */
export function withRoom(start: Doc, patch: Patch, moved: readonly Seat[]): Patch {
  const groups = new Set(moved.flatMap((seat) => [...seat.groups].reverse()));
  if (!groups.size || !patch.length) return patch;
  let done = patch;
  // Inner groups first: the outer ones make room for what those have become.
  for (const id of groups) {
    const group = find(apply(start, done)[0].layers, id);
    const more = group ? grown(group) : [];
    if (more.length) done = [...done, ...more];
  }
  return done;
}

function grown(group: Layer): Change[] {
  const box = union([boxOf(group), ...group.layers.filter((layer) => !layer.hidden).map(reach)])!;
  const over = Math.max(-box.left, -box.top, box.left + box.width - group.width, box.top + box.height - group.height);
  if (over <= OVER) return [];
  const left = Math.floor(box.left);
  const top = Math.floor(box.top);
  const width = Math.ceil(box.left + box.width) - left;
  const height = Math.ceil(box.top + box.height) - top;
  const middle = leaving(group, { ...UPRIGHT, x: left + width / 2, y: top + height / 2 });
  return [
    ...laid(group, { x: tidy(middle.x), y: tidy(middle.y), width, height }),
    ...group.layers.flatMap((layer) => laid(layer, { x: tidy(layer.x - left), y: tidy(layer.y - top) })),
  ];
}

/** The upright box around a layer with its effects, in px of its group. */
function reach(layer: Layer): Box {
  const room = overhang(layer);
  const own = { left: -room, top: -room, width: layer.width + 2 * room, height: layer.height + 2 * room };
  return bounds(placed(layer, boxOf(layer)), own);
}
