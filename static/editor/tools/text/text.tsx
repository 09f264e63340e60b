/** The text tool: a click puts a new text there, or opens the one that it meets. */

import icon from "lucide-static/icons/type.svg";
import { doc } from "../../document/store.ts";
import { find } from "../../document/tree.ts";
import type { Point } from "../../geometry/affine.ts";
import { boxesAt, layerAt } from "../../stage/hits.ts";
import { covered } from "../../stage/navigate.ts";
import { stageSize, toCanvas } from "../../state/view.ts";
import type { Drag, StagePointer, Tool } from "../tool.ts";
import { TextOverlay } from "./overlay.tsx";
import { begin, candidate, close, editing, finish, isEmpty, place } from "./session.ts";

export const textTool: Tool = {
  name: "text",
  label: "Text",
  icon,
  key: "t",
  cursor: () => "text",
  enter() {
    const chosen = candidate();
    if (chosen) begin(chosen.id);
    else place(middle(), true);
  },
  leave: finish,
  down,
  overlay: TextOverlay,
};

function down(at: StagePointer): Drag | null {
  const hit = textAt(at.canvas);
  const open = editing.value;
  if (hit && hit !== open?.id) begin(hit);
  else if (hit) refocus();
  else if (!open || (open.fresh && isEmpty())) place(at.canvas, false);
  else close();
  return null;
}

function refocus(): void {
  document.querySelector<HTMLElement>(".text-field")?.focus({ preventScroll: true });
}

/** A text layer that may be written in, at a point of the canvas. */
function textAt(point: Point): string {
  const ids = [layerAt(point), ...boxesAt(point)];
  return ids.find((id) => {
    const layer = find(doc.value.layers, id);
    return layer?.text && !layer.locked;
  }) ?? "";
}

/** The middle of what is seen of the canvas. */
function middle(): Point {
  const { width, height } = stageSize.value;
  const { top, right, bottom, left } = covered.value;
  const seen = toCanvas({ x: (left + width - right) / 2, y: (top + height - bottom) / 2 });
  const { canvas } = doc.value;
  const inside = (at: number, side: number): number => Math.min(side * 0.9, Math.max(side * 0.1, at));
  return { x: inside(seen.x, canvas.width), y: inside(seen.y, canvas.height) };
}
