/** Keys on the stage: the tool's first, then choosing, moving, sizing and turning layers. */

import { selected, selection } from "../document/store.ts";
import { panning, tool, toScreen } from "../state/view.ts";
import { toolNamed } from "../tools/tools.ts";
import { announce } from "../ui/announce.ts";
import { nudge, resizeBy, turnBy } from "./commands.ts";
import { menuAt } from "./menu.ts";
import { order } from "./objects.tsx";
import { enter, entered, seatOf } from "./places.ts";
import { cancelDrag } from "./pointer.ts";
import { saidLayers } from "./words.ts";

export function keyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isOwn(event)) return;
  if (toolNamed(tool.value)?.keyDown?.(event) || stageKey(event)) event.preventDefault();
}

/** Also hears the Tab that brought the focus here. */
export function keyUp(event: KeyboardEvent): void {
  if (event.key === "Tab" || event.key.startsWith("Arrow")) (event.currentTarget as HTMLElement).dataset["keyboard"] = "";
  if (event.key === " ") panning.value = false;
}

/** The space bar takes the hand also where nothing has the focus, and never sticks. */
export function listenForSpace(): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const letGo = (): void => void (panning.value = false);
  addEventListener("keydown", (event) => {
    if (event.key !== " " || event.defaultPrevented || event.target !== document.body) return;
    event.preventDefault();
    panning.value = true;
  }, { signal });
  addEventListener("keyup", (event) => event.key === " " && letGo(), { signal });
  addEventListener("blur", letGo, { signal });
  return () => ends.abort();
}

/** Fields and buttons above the canvas keep their keys. */
function isOwn(event: KeyboardEvent): boolean {
  return (event.target as Element).closest("button, input, select, textarea, [role=dialog], [contenteditable]") !== null;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

function stageKey(event: KeyboardEvent): boolean {
  const { key, shiftKey, altKey } = event;
  if (event.ctrlKey || event.metaKey) return false;
  if (key === " ") return (panning.value = true);
  if (key === "Escape") return escape();
  if (key === "Tab") return select(shiftKey ? -1 : 1);
  if (key === "ContextMenu" || (key === "F10" && shiftKey)) return menu();
  const step = shiftKey ? 10 : 1;
  const arrow = ARROWS[key];
  if (arrow) return altKey ? resizeBy(arrow[0] * step, arrow[1] * step) : nudge(arrow[0] * step, arrow[1] * step);
  if (altKey) return false;
  if (event.code === "Comma") return turnBy(shiftKey ? -15 : -1);
  if (event.code === "Period") return turnBy(shiftKey ? 15 : 1);
  return false;
}

/** The next layer in reading order; past the last one the focus leaves the stage. */
function select(direction: 1 | -1): boolean {
  const layers = order.value;
  const now = layers.findIndex((layer) => layer.id === selection.value.at(-1));
  const next = now < 0 ? (direction > 0 ? 0 : layers.length - 1) : now + direction;
  const layer = layers[next];
  if (!layer) return false;
  selection.value = [layer.id];
  announce(`Selected ${saidLayers([layer])}${layer.locked ? ", locked" : ""}${layer.hidden ? ", hidden" : ""}`);
  return true;
}

/** Ends the drag, else leaves the tool, the group, the selection: one at a time. */
function escape(): boolean {
  cancelDrag();
  if (tool.value !== "select") {
    tool.value = "select";
    return true;
  }
  const group = entered.value;
  if (group) {
    enter(seatOf(group)?.groups.at(-1) ?? "");
    selection.value = [group];
    announce(`Left the group, selected ${saidLayers(selected.value)}`);
    return true;
  }
  if (!selection.value.length) return false;
  selection.value = [];
  announce("Nothing selected");
  return true;
}

function menu(): boolean {
  const seat = seatOf(selection.value.at(-1) ?? "");
  const stage = document.querySelector(".stage")?.getBoundingClientRect();
  if (!stage) return false;
  const at = seat ? toScreen({ x: seat.map.e, y: seat.map.f }) : { x: stage.width / 2, y: stage.height / 2 };
  menuAt.value = { x: stage.left + at.x, y: stage.top + at.y };
  return true;
}
