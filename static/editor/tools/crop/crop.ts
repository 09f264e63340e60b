/** The crop tool: what of a picture is kept, chosen on the stage. */

import icon from "lucide-static/icons/crop.svg";
import { apply as mapped, inverse } from "../../geometry/affine.ts";
import { holds } from "../../geometry/boxes.ts";
import { HANDLES, type Handle } from "../../geometry/resize.ts";
import { announce } from "../../ui/announce.ts";
import { tool } from "../../state/view.ts";
import type { Drag, StagePointer, Tool } from "../tool.ts";
import { CropOverlay, ownHandle } from "./overlay.tsx";
import { apply, begin, candidate, dragHandle, end, onCanvas, ownStep, push, session } from "./session.ts";

export const crop: Tool = {
  name: "crop",
  label: "Crop",
  icon,
  key: "c",
  cursor: () => (session.value ? "move" : "default"),
  enabled: () => candidate() !== null,
  enter: begin,
  leave: end,
  down,
  keyDown,
  doubleClick: () => apply(),
  overlay: CropOverlay,
};

function down(start: StagePointer): Drag | null {
  const now = session.value;
  if (!now) return null;
  const shown = (start.event.target as Element).closest<HTMLElement>("[data-handle]")?.dataset["handle"];
  const handle = HANDLES.find((one) => one === shown);
  if (handle) {
    const own = ownHandle(handle);
    return drag((step) => dragHandle(now.boxes, own, step), start);
  }
  const back = onCanvas.value && inverse(onCanvas.value);
  if (back && !holds(now.boxes.source, mapped(back, start.canvas))) {
    return { move: () => undefined, up: apply, cancel: () => undefined };
  }
  return drag((step) => push(now, step), start);
}

function drag(move: (step: { x: number; y: number }) => void, start: StagePointer): Drag {
  const before = session.value;
  return {
    move: (at) => move(ownStep(start.canvas, at.canvas)),
    up: tell,
    cancel: () => void (session.value = before),
  };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** Enter applies; arrows push the picture, or move the handle that has the focus. Escape is the
 * stage's: it leaves the tool. */
export function keyDown(event: KeyboardEvent): boolean {
  const now = session.value;
  if (!now || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter") {
    apply();
    return true;
  }
  const arrow = ARROWS[event.key];
  if (!arrow) return false;
  const far = event.shiftKey ? 10 : 1;
  const step = ownStep({ x: 0, y: 0 }, { x: arrow[0] * far, y: arrow[1] * far });
  const handle = (event.target as HTMLElement).dataset["handle"] as Handle | undefined;
  if (handle) dragHandle(now.boxes, ownHandle(handle), step);
  else push(now, step);
  tell();
  return true;
}

/** Escape while a button of the tool has the focus. */
export function cancel(): void {
  announce("Cropping cancelled");
  tool.value = "select";
}

function tell(): void {
  const kept = session.value?.boxes.kept;
  if (kept) announce(`${Math.round(kept.width)} by ${Math.round(kept.height)}`);
}
