/** Order, groups, alignment, flips: where layers lie among each other. */

import alignBottom from "lucide-static/icons/align-end-horizontal.svg";
import alignCentre from "lucide-static/icons/align-center-vertical.svg";
import alignLeft from "lucide-static/icons/align-start-vertical.svg";
import alignMiddle from "lucide-static/icons/align-center-horizontal.svg";
import alignRight from "lucide-static/icons/align-end-vertical.svg";
import alignTop from "lucide-static/icons/align-start-horizontal.svg";
import spreadX from "lucide-static/icons/align-horizontal-distribute-center.svg";
import spreadY from "lucide-static/icons/align-vertical-distribute-center.svg";
import front from "lucide-static/icons/bring-to-front.svg";
import down from "lucide-static/icons/arrow-down.svg";
import up from "lucide-static/icons/arrow-up.svg";
// These drawings are named after the axis that they show.
import flipX from "lucide-static/icons/flip-vertical-2.svg";
import flipY from "lucide-static/icons/flip-horizontal-2.svg";
import groupIcon from "lucide-static/icons/group.svg";
import quarter from "lucide-static/icons/rotate-cw-square.svg";
import back from "lucide-static/icons/send-to-back.svg";
import ungroupIcon from "lucide-static/icons/ungroup.svg";
import { batch } from "@preact/signals";
import { commit, doc, selection } from "../document/store.ts";
import type { Patch } from "../document/types.ts";
import type { Edge, Move } from "../geometry/align.ts";
import { centreOf, union } from "../geometry/boxes.ts";
import { centreOnCanvas, reachOf, stepInside, type Seat } from "../geometry/world.ts";
import { align, distribute, turnBy } from "../stage/commands.ts";
import { announce } from "../ui/announce.ts";
import { free, freeIds, freeSeats, named, setAll } from "./chosen.ts";
import { newId } from "./clipboard.ts";
import { grouped, ungrouped, type Grouped } from "./grouping.ts";
import { ordered, type Way } from "./order.ts";
import { register, type Action } from "./registry.ts";

const GROUP = "Arrange";
const some = (): boolean => free().length > 0;

function reorder(way: Way, said: string): void {
  const patch = ordered(doc.value.layers, freeIds(), way);
  if (!patch.length) return announce(way === "front" || way === "forward" ? "Already in front" : "Already at the back");
  commit(patch, said);
  announce(`${named(free())}: ${said.toLowerCase()}`);
}

function regroup(done: Grouped | null, label: string): void {
  if (!done) return;
  batch(() => {
    commit(done.patch, label);
    selection.value = done.chosen;
  });
  announce(label === "Group" ? "Grouped" : `Ungrouped, ${done.chosen.length} selected`);
}

/** Steps on the canvas as changes of the layers' own fields. */
function stepped(seats: readonly Seat[], moves: readonly Move[]): Patch {
  return moves.flatMap((move) => {
    const seat = seats.find((one) => one.layer.id === move.id);
    if (!seat || (Math.abs(move.dx) < 1e-9 && Math.abs(move.dy) < 1e-9)) return [];
    const step = stepInside(seat, move.dx, move.dy);
    const { id, x, y } = seat.layer;
    return [
      { op: "set" as const, layer: id, field: "x", value: x + step.x },
      { op: "set" as const, layer: id, field: "y", value: y + step.y },
    ];
  });
}

/** Mirrors what is seen: a turned layer turns the other way, several change sides. */
function flip(field: "flipX" | "flipY", label: string): void {
  const seats = freeSeats();
  const middle = centreOf(union(seats.map(reachOf)) ?? { left: 0, top: 0, width: 0, height: 0 });
  const moves = seats.map((seat) => {
    const at = centreOnCanvas(seat);
    return { id: seat.layer.id, dx: field === "flipX" ? 2 * (middle.x - at.x) : 0, dy: field === "flipY" ? 2 * (middle.y - at.y) : 0 };
  });
  const layers = free();
  const turned = layers.filter((layer) => layer.rotation % 360 !== 0);
  const patch = [
    ...setAll(layers, field, (layer) => !layer[field]),
    ...setAll(turned, "rotation", (layer) => (360 - layer.rotation) % 360),
    ...(layers.length > 1 ? stepped(seats, moves) : []),
  ];
  commit(patch, label);
  announce(`${named(layers)} flipped`);
}

const ORDERS: readonly (readonly [id: string, label: string, way: Way, keys: readonly string[], icon: string])[] = [
  ["front", "Bring to front", "front", ["Shift+]"], front],
  ["forward", "Bring forward", "forward", ["]"], up],
  ["backward", "Send backward", "backward", ["["], down],
  ["back", "Send to back", "back", ["Shift+["], back],
];
const EDGES: readonly (readonly [edge: Edge, label: string, keys: string, icon: string])[] = [
  ["left", "Align left", "Alt+a", alignLeft],
  ["centre", "Align centre", "Alt+h", alignCentre],
  ["right", "Align right", "Alt+d", alignRight],
  ["top", "Align top", "Alt+w", alignTop],
  ["middle", "Align middle", "Alt+v", alignMiddle],
  ["bottom", "Align bottom", "Alt+s", alignBottom],
];

export function registerArrange(): void {
  register(
    ...ORDERS.map(([id, label, way, keys, icon]): Action => ({ id, label, group: GROUP, keys, icon, enabled: some, run: () => reorder(way, label) })),
    { id: "group", label: "Group", group: GROUP, keys: ["Mod+g"], icon: groupIcon, enabled: some,
      run: () => regroup(grouped(doc.value, freeIds(), newId(), "Group"), "Group") },
    { id: "ungroup", label: "Ungroup", group: GROUP, keys: ["Mod+Shift+g"], icon: ungroupIcon,
      enabled: () => free().some((layer) => layer.kind === "group"),
      run: () => regroup(ungrouped(doc.value, freeIds()), "Ungroup") },
    ...EDGES.map(([edge, label, keys, icon]): Action => ({ id: `align-${edge}`, label, group: GROUP, keys: [keys], icon, enabled: some, run: () => { align(edge); announce(label); } })),
    { id: "distribute-x", label: "Distribute horizontally", group: GROUP, keys: ["Alt+Shift+h"], icon: spreadX, enabled: () => free().length > 2,
      run: () => { distribute("x", "gaps"); announce("Equal gaps from left to right"); } },
    { id: "distribute-y", label: "Distribute vertically", group: GROUP, keys: ["Alt+Shift+v"], icon: spreadY, enabled: () => free().length > 2,
      run: () => { distribute("y", "gaps"); announce("Equal gaps from top to bottom"); } },
    { id: "flip-x", label: "Flip horizontally", group: GROUP, keys: ["Shift+h"], icon: flipX, enabled: some, run: () => flip("flipX", "Flip horizontally") },
    { id: "flip-y", label: "Flip vertically", group: GROUP, keys: ["Shift+v"], icon: flipY, enabled: some, run: () => flip("flipY", "Flip vertically") },
    { id: "turn", label: "Rotate 90°", group: GROUP, keys: ["Mod+Alt+r"], icon: quarter, enabled: some, run: () => { turnBy(90); } },
  );
}
