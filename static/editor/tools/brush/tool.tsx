/** Erase and restore by hand what the cutout got wrong. */

import icon from "lucide-static/icons/brush.svg";
import type { Point } from "../../geometry/affine.ts";
import { focusObjects } from "../../stage/objects.tsx";
import { toCanvas } from "../../state/view.ts";
import { announce } from "../../ui/announce.ts";
import type { Drag, StagePointer, Tool } from "../tool.ts";
import { settingKey, stageKey, stop } from "./keys.ts";
import { Line } from "./line.ts";
import { BrushOverlay } from "./overlay.tsx";
import { followTarget } from "./preview.ts";
import { candidate, cursor, penSeen, pressure, steered, target } from "./state.ts";

let leave: (() => void) | null = null;

export const brushTool: Tool = {
  name: "brush",
  label: "Brush",
  icon,
  key: "b",
  rests: true,
  cursor: () => (target.value ? "none" : "not-allowed"),
  enabled: () => candidate.value !== null,
  enter() {
    leave?.();
    const stopFollowing = followTarget();
    addEventListener("keydown", onKey, { capture: true });
    leave = () => {
      removeEventListener("keydown", onKey, { capture: true });
      stop();
      stopFollowing();
    };
    if (document.activeElement === document.body) focusObjects();
    announce("Brush: arrows move it, Enter begins and ends a stroke, Space dabs, X restores");
  },
  leave() {
    leave?.();
    leave = null;
    cursor.value = null;
    steered.value = false;
  },
  down: begin,
  hover: follow,
  keyDown: stageKey,
  overlay: () => <BrushOverlay />,
};

/** Before the window's own shortcuts: [ and ] would move the layer. */
function onKey(event: KeyboardEvent): void {
  const field = event.target instanceof Element && event.target.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
  if (!field && !event.isComposing && settingKey(event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function follow(at: StagePointer): void {
  steered.value = false;
  if (at.event.pointerType === "pen") penSeen.value = true;
  cursor.value = Number.isNaN(at.canvas.x) ? null : at.canvas;
}

function begin(at: StagePointer): Drag | null {
  const goal = target.value;
  stop();
  const line = goal && Line.begin(goal);
  if (!line) {
    if (!goal) announce("Select one photo to brush.");
    return null;
  }
  follow(at);
  if (at.event.shiftKey) line.fromLast();
  line.add(at.canvas, pressureOf(at.event));
  return {
    move(now) {
      for (const event of eventsOf(now.event)) line.add(placeOf(now, event), pressureOf(event));
      follow(now);
    },
    up: () => line.done(),
    cancel: () => line.cancel(),
  };
}

/** Every step of the pointer since the last frame: fast curves stay round. */
function eventsOf(event: PointerEvent): readonly PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length ? all : [event];
}

function placeOf(now: StagePointer, event: PointerEvent): Point {
  return toCanvas({
    x: now.screen.x + event.clientX - now.event.clientX,
    y: now.screen.y + event.clientY - now.event.clientY,
  });
}

/** Mice say 0.5 and fingers anything: only pens mean it. */
function pressureOf(event: PointerEvent): number {
  return event.pointerType === "pen" && pressure.value ? Math.max(0.05, event.pressure) : 1;
}
