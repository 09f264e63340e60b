/** Draws rectangles and ellipses; a click alone makes one of a common size. */

import shapes from "lucide-static/icons/shapes.svg";
import { signal } from "@preact/signals";
import { addLayers } from "../actions/placing.ts";
import { newId } from "../actions/clipboard.ts";
import { doc } from "../document/store.ts";
import { wholeLayer } from "../document/defaults.ts";
import { boxBetween } from "../geometry/boxes.ts";
import type { Box, Point } from "../geometry/affine.ts";
import { pan, tool, zoom } from "../state/view.ts";
import { Segmented } from "../ui/choice.tsx";
import type { Drag, StagePointer, Tool } from "./tool.ts";

type Form = "rectangle" | "ellipse";
export const form = signal<Form>("rectangle");
/** What is being drawn, canvas px. */
const drawn = signal<Box | null>(null);
/** Screen px below which a press is a click. */
const CLICK = 4;
const FILL = "#7a8cff";

/** From corner to corner, or from the centre; Shift makes both sides equal. */
function boxOf(from: Point, to: Point, even: boolean, centred: boolean): Box {
  let dx = to.x - from.x;
  let dy = to.y - from.y;
  if (even) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    dx = Math.sign(dx || 1) * side;
    dy = Math.sign(dy || 1) * side;
  }
  const corner = { x: from.x + dx, y: from.y + dy };
  return boxBetween(centred ? { x: from.x - dx, y: from.y - dy } : from, corner);
}

function make(box: Box): void {
  const [left, top] = [Math.round(box.left), Math.round(box.top)];
  const width = Math.max(1, Math.round(box.width));
  const height = Math.max(1, Math.round(box.height));
  const layer = wholeLayer({
    id: newId(), kind: "shape", name: form.value === "ellipse" ? "Ellipse" : "Rectangle",
    shape: { form: form.value, fill: FILL }, x: left + width / 2, y: top + height / 2, width, height,
  });
  tool.value = "select";
  addLayers([layer], "Add shape");
}

/** A fifth of the canvas around a point. */
function common({ x, y }: Point): Box {
  const side = Math.round(Math.min(doc.value.canvas.width, doc.value.canvas.height) / 5);
  return { left: x - side / 2, top: y - side / 2, width: side, height: side };
}

class Drawing implements Drag {
  readonly #from: StagePointer;

  constructor(from: StagePointer) {
    this.#from = from;
  }

  #box(at: StagePointer): Box {
    return boxOf(this.#from.canvas, at.canvas, at.event.shiftKey, at.event.altKey);
  }

  move(at: StagePointer): void {
    drawn.value = this.#box(at);
  }

  up(at: StagePointer): void {
    drawn.value = null;
    const far = Math.hypot(at.screen.x - this.#from.screen.x, at.screen.y - this.#from.screen.y);
    make(far < CLICK ? common(at.canvas) : this.#box(at));
  }

  cancel(): void {
    drawn.value = null;
  }
}

function Overlay() {
  const box = drawn.value;
  const scale = zoom.value;
  return (
    <>
      <div class="shape-forms" data-own-pointer>
        <Segmented<Form> bare label="Form" value={form.value} onChange={(next) => { form.value = next; }}
          choices={[{ value: "rectangle", label: "Rectangle" }, { value: "ellipse", label: "Ellipse" }]} />
      </div>
      {box ? (
        <div class={`shape-drawn ${form.value}`} style={{
          transform: `translate(${box.left * scale + pan.value.x}px, ${box.top * scale + pan.value.y}px)`,
          width: box.width * scale, height: box.height * scale, background: FILL,
        }} />
      ) : null}
    </>
  );
}

/** Enter puts one in the middle, so that a keyboard alone can draw. */
function keyDown(event: KeyboardEvent): boolean {
  if (event.key !== "Enter") return false;
  const { width, height } = doc.value.canvas;
  make(common({ x: width / 2, y: height / 2 }));
  return true;
}

export const shape: Tool = {
  name: "shape",
  label: "Shape",
  icon: shapes,
  key: "r",
  cursor: () => "crosshair",
  down: (at) => new Drawing(at),
  keyDown,
  overlay: () => <Overlay />,
  leave: () => { drawn.value = null; },
};
