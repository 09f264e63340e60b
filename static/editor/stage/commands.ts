/** What keys and buttons do to the selection: step, size, turn, align. Each says what it did. */

import { commit, doc, selected, selection } from "../document/store.ts";
import type { Change } from "../document/types.ts";
import { aligned, distributed, type Axis, type Edge, type Item, type Move } from "../geometry/align.ts";
import { union } from "../geometry/boxes.ts";
import { around } from "../geometry/rotate.ts";
import { inside, reachOf, type Seat } from "../geometry/world.ts";
import { announce } from "../ui/announce.ts";
import { grownContents, movedBy, placing } from "./edits.ts";
import { chosenBox, enter, entered, movable, touchable } from "./places.ts";
import { withRoom } from "./room.ts";
import { saidLayers } from "./words.ts";

const LEAST = 1;

/** Steps that follow each other within a second are one undo step. */
function merge(what: string): string {
  return `${what} ${selection.value.join(" ")}`;
}

function done(patch: readonly Change[], label: string, verb: string, joins = ""): boolean {
  if (!patch.length) return false;
  commit(withRoom(doc.value, patch, movable.value), label, joins);
  announce(`${verb} ${saidLayers(selected.value)}`);
  return true;
}

/** True when something could be moved. */
export function nudge(dx: number, dy: number): boolean {
  return done(movable.value.flatMap((seat) => movedBy(seat, dx, dy)), "Move", "Moved", merge("nudge"));
}

/** Grows each selected layer around its centre; photos, type and groups keep their shape. */
export function resizeBy(dx: number, dy: number): boolean {
  const patch = movable.value.flatMap(({ layer }) => {
    if (layer.kind === "shape") {
      return placing(layer, { width: Math.max(LEAST, layer.width + dx), height: Math.max(LEAST, layer.height + dy) });
    }
    const width = Math.max(LEAST, layer.width + (dx || (dy * layer.width) / layer.height));
    const factor = width / layer.width;
    return [...placing(layer, { width, height: layer.height * factor }), ...grownContents(layer, factor)];
  });
  return done(patch, "Resize", "Resized", merge("size"));
}

/** Clockwise on the canvas, around the middle of the selection. */
export function turnBy(degrees: number): boolean {
  const box = chosenBox.value;
  if (!box) return false;
  const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const only = movable.value.length === 1;
  const patch = movable.value.flatMap((seat) => turned(seat, degrees, only ? null : centre));
  return done(patch, "Rotate", "Turned", merge("turn"));
}

/** The layer turned around a point of the canvas, or around its own centre. */
export function turned(seat: Seat, degrees: number, centre: { x: number; y: number } | null): Change[] {
  const { layer, parent } = seat;
  // In a mirrored group clockwise is the other way round.
  const handed = parent.a * parent.d - parent.b * parent.c < 0 ? -1 : 1;
  const rotation = layer.rotation + handed * degrees;
  if (!centre) return placing(layer, { rotation });
  const at = around(inside(seat, centre), { x: layer.x, y: layer.y }, handed * degrees);
  return placing(layer, { ...at, rotation });
}

export function selectAll(): boolean {
  selection.value = touchable.value.map((seat) => seat.layer.id);
  announce(`Selected ${saidLayers(selected.value)}`);
  return selection.value.length > 0;
}

/** Opens the selected group and chooses its top layer. */
export function enterGroup(): boolean {
  const [group] = selected.value;
  if (group?.kind !== "group" || group.id === entered.value) return false;
  enter(group.id);
  selection.value = group.layers.slice(-1).map((layer) => layer.id);
  announce(`In the group, selected ${saidLayers(selected.value)}`);
  return true;
}

function items(): readonly Item[] {
  return movable.value.map((seat) => ({ id: seat.layer.id, box: reachOf(seat) }));
}

function carriedOut(moves: readonly Move[], label: string): boolean {
  const seats = new Map(movable.value.map((seat) => [seat.layer.id, seat]));
  const patch = moves.flatMap(({ id, dx, dy }) => movedBy(seats.get(id)!, dx, dy));
  return done(patch, label, "Aligned");
}

/** One layer aligns to the canvas, several to the box around them or to the canvas. */
export function align(edge: Edge, to: "canvas" | "selection" = items().length > 1 ? "selection" : "canvas"): boolean {
  const every = items();
  const canvas = { left: 0, top: 0, width: doc.value.canvas.width, height: doc.value.canvas.height };
  const box = to === "canvas" ? canvas : union(every.map((one) => one.box));
  return box ? carriedOut(aligned(every, edge, box), "Align") : false;
}

export function distribute(axis: Axis, by: "gaps" | "centres"): boolean {
  return carriedOut(distributed(items(), axis, by), "Distribute");
}
