/** The select tool: choose, move, size and turn layers. */

import icon from "lucide-static/icons/mouse-pointer-2.svg";
import { selected, selection } from "../../document/store.ts";
import { find } from "../../document/tree.ts";
import { doc } from "../../document/store.ts";
import { apply, inverse, type Point } from "../../geometry/affine.ts";
import { holds } from "../../geometry/boxes.ts";
import { HANDLES, type Handle } from "../../geometry/resize.ts";
import { boxOf } from "../../geometry/world.ts";
import { enterGroup } from "../../stage/commands.ts";
import { boxesAt, layerAt } from "../../stage/hits.ts";
import { chosen, enter, entered, memberOf, seatOf } from "../../stage/places.ts";
import { saidLayers } from "../../stage/words.ts";
import { tool } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import type { Drag, StagePointer, Tool } from "../tool.ts";
import { toolNamed } from "../tools.ts";
import { hovered } from "./state.ts";
import { Marquee } from "./marquee.ts";
import { Move } from "./move.ts";
import { SelectOverlay } from "./overlay.tsx";
import { Resize } from "./resize.ts";
import { ResizeMany } from "./resize_many.ts";
import { Rotate } from "./rotate.ts";

export const select: Tool = {
  name: "select",
  label: "Select",
  icon,
  key: "v",
  cursor: () => (hovered.value ? "move" : "default"),
  leave: () => (hovered.value = ""),
  down,
  hover: (at) => (hovered.value = Number.isNaN(at.canvas.x) ? "" : at.layer),
  doubleClick,
  keyDown: (event) => event.key === "Enter" && !event.ctrlKey && !event.metaKey && open(selection.value[0] ?? ""),
  overlay: SelectOverlay,
};

function down(at: StagePointer): Drag | null {
  const handle = (at.event.target as Element).closest<HTMLElement>("[data-handle]")?.dataset["handle"];
  if (handle === "rotate") return new Rotate(at);
  if (handle && (HANDLES as readonly string[]).includes(handle)) {
    return chosen.value.length === 1 ? new Resize(at, handle as Handle) : new ResizeMany(at, handle as Handle);
  }
  const { shiftKey, altKey, ctrlKey, metaKey } = at.event;
  const deep = ctrlKey || metaKey ? layerAt(at.canvas) : "";
  const hit = deep || at.layer;
  const held = !hit && inSelection(at.canvas);
  if (!hit && !held) return new Marquee(at, shiftKey, () => clickNothing(at));
  if (deep) enter(seatOf(deep)?.groups.at(-1) ?? "");
  else if (hit && entered.value && memberOf(hit, entered.value) === null) enter("");
  if (shiftKey && hit) return adding(at, hit);
  const before = selection.value[0] ?? "";
  const wasSelected = held || selection.value.includes(hit);
  if (!wasSelected) choose([hit]);
  return new Move(at, {
    copies: altKey,
    click: () => {
      if (altKey) cycle(at.canvas, before);
      else if (held) clickNothing(at);
      else if (wasSelected && selection.value.length > 1) choose([hit]);
    },
  });
}

/** Shift adds at once, so that a drag takes all along; what was there before goes with a click. */
function adding(at: StagePointer, hit: string): Drag {
  const before = selection.value;
  if (!before.includes(hit)) choose([...before, hit]);
  return new Move(at, {
    copies: false,
    click: () => {
      if (before.includes(hit)) choose(before.filter((id) => id !== hit));
    },
  });
}

function choose(ids: readonly string[]): void {
  selection.value = ids;
  announce(ids.length ? `Selected ${saidLayers(selected.value)}` : "Nothing selected");
}

/** Thin and faint layers stay selectable: a click that meets no pixel takes the top box. */
function clickNothing(at: StagePointer): void {
  const top = boxesAt(at.canvas)[0];
  if (top) choose([top]);
  else {
    if (entered.value) enter("");
    choose([]);
  }
}

/** Alt and a click: at this point the layer below the one that was selected, and around. */
function cycle(point: Point, from: string): void {
  const under = boxesAt(point);
  const now = under.indexOf(from);
  const next = under[(now + 1) % Math.max(1, under.length)];
  if (next) choose([next]);
}

function inSelection(point: Point): boolean {
  return chosen.value.some((seat) => {
    const back = inverse(seat.map);
    return back !== null && !seat.locked && holds(boxOf(seat.layer), apply(back, point));
  });
}

function doubleClick(at: StagePointer): void {
  const hit = at.layer || (boxesAt(at.canvas)[0] ?? "");
  if (!hit) return;
  const group = find(doc.value.layers, hit);
  if (group?.kind !== "group") return void open(hit);
  enter(hit);
  const inside = layerAt(at.canvas);
  const member = inside ? memberOf(inside, hit) : null;
  if (member) choose([member]);
}

/** Enter or a double click: what one wants to do with a layer of its kind. */
function open(id: string): boolean {
  const layer = find(doc.value.layers, id);
  if (!layer || layer.locked) return false;
  if (layer.kind === "group") return enterGroup();
  const wanted = layer.kind === "text" ? "text" : layer.kind === "image" ? "crop" : null;
  if (!wanted || !toolNamed(wanted)) return false;
  selection.value = [id];
  tool.value = wanted;
  return true;
}
