/** All pointers on the stage: one works with the tool, two pan and zoom, the wheel does both. */

import { signal } from "@preact/signals";
import { selection } from "../document/store.ts";
import type { Point } from "../geometry/affine.ts";
import { panning, tool, toCanvas } from "../state/view.ts";
import type { Drag, StagePointer, Tool } from "../tools/tool.ts";
import { toolNamed } from "../tools/tools.ts";
import { pickAt } from "./hits.ts";
import { menuAt } from "./menu.ts";
import { panBy, zoomBy } from "./navigate.ts";
import { focusObjects } from "./objects.tsx";

/** True while the hand holds the canvas. */
export const grabbing = signal(false);

const MIDDLE = 1;
const LONG_PRESS_MS = 550;
/** A finger that moves less than this rests, CSS px. */
const REST_PX = 8;
/** Zoom per px of the wheel. */
const WHEEL = 0.0022;
const LINE_PX = 16;
/** What has a life of its own above the canvas. */
const OWN = "button:not([data-handle]), input, select, textarea, a, [role=dialog], [role=toolbar], [contenteditable], [data-own-pointer]";

export class PointerControl {
  readonly #stage: HTMLElement;
  readonly #down = new Map<number, Point>();
  readonly #ends = new AbortController();
  #drag: Drag | null = null;
  #panned: Point | null = null;
  #press = 0;
  #box: DOMRect | null = null;
  #start: Point = { x: 0, y: 0 };

  constructor(stage: HTMLElement) {
    this.#stage = stage;
    const { signal } = this.#ends;
    stage.addEventListener("pointerdown", (event) => this.#pressed(event), { signal });
    stage.addEventListener("pointermove", (event) => this.#moved(event), { signal });
    stage.addEventListener("pointerup", (event) => this.#released(event), { signal });
    stage.addEventListener("pointercancel", (event) => this.#lost(event), { signal });
    stage.addEventListener("pointerleave", () => this.#tool?.hover?.(NOWHERE), { signal });
    stage.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    stage.addEventListener("dblclick", (event) => this.#doubleClick(event), { signal });
    stage.addEventListener("contextmenu", (event) => this.#contextMenu(event), { signal });
    stage.addEventListener("stage-cancel", () => this.#cancel(), { signal });
  }

  stop(): void {
    this.#cancel();
    this.#ends.abort();
  }

  get #tool(): Tool | undefined {
    return toolNamed(panning.value ? "hand" : tool.value);
  }

  #screen(event: MouseEvent): Point {
    // While something is dragged, the stage stays where it is.
    if (!this.#box || !this.#down.size) this.#box = this.#stage.getBoundingClientRect();
    const box = this.#box;
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #at(event: PointerEvent | MouseEvent): StagePointer {
    const screen = this.#screen(event);
    const canvas = toCanvas(screen);
    // Found only when somebody asks: most moves don't.
    let layer: string | null = null;
    return {
      canvas,
      screen,
      event: event as PointerEvent,
      get layer() {
        return (layer ??= pickAt(canvas));
      },
    };
  }

  #pressed(event: PointerEvent): void {
    delete this.#stage.dataset["keyboard"];
    if ((event.target as Element).closest(OWN)) return;
    const at = this.#screen(event);
    this.#down.set(event.pointerId, at);
    capture(this.#stage, event.pointerId);
    focusObjects();
    if (this.#down.size > 1) return this.#pinch();
    if (event.button === MIDDLE || (panning.value && event.button === 0)) return this.#grab(at);
    if (event.button !== 0) return;
    // Keeps the focus where it was put, and no text gets selected.
    event.preventDefault();
    this.#start = at;
    this.#drag = this.#tool?.down?.(this.#at(event)) ?? null;
    if (event.pointerType === "touch" && !this.#tool?.rests) this.#press = window.setTimeout(() => this.#longPress(event), LONG_PRESS_MS);
  }

  #moved(event: PointerEvent): void {
    const now = this.#screen(event);
    if (!this.#down.has(event.pointerId)) {
      if (event.pointerType !== "touch" && !(event.target as Element).closest(OWN)) this.#tool?.hover?.(this.#at(event));
      return;
    }
    if (Math.hypot(now.x - this.#start.x, now.y - this.#start.y) > REST_PX) clearTimeout(this.#press);
    if (this.#down.size > 1) this.#pinched(event.pointerId, now);
    else if (this.#panned) {
      panBy(now.x - this.#panned.x, now.y - this.#panned.y);
      this.#panned = now;
    } else this.#drag?.move(this.#at(event));
    this.#down.set(event.pointerId, now);
  }

  #released(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    clearTimeout(this.#press);
    const drag = this.#drag;
    this.#drag = null;
    this.#endGrab();
    drag?.up(this.#at(event));
  }

  #lost(event: PointerEvent): void {
    this.#down.delete(event.pointerId);
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#press);
    const drag = this.#drag;
    this.#drag = null;
    this.#endGrab();
    drag?.cancel();
  }

  #grab(at: Point): void {
    this.#panned = at;
    grabbing.value = true;
  }

  #endGrab(): void {
    if (this.#down.size) return;
    this.#panned = null;
    grabbing.value = false;
  }

  /** A second finger: what the first one did is undone, both move the canvas. */
  #pinch(): void {
    this.#cancel();
    this.#panned = null;
  }

  #pinched(id: number, now: Point): void {
    const before = this.#down.get(id);
    const other = [...this.#down].find(([one]) => one !== id)?.[1];
    if (!before || !other) return;
    const wide = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoomBy(wide(now, other) / wide(before, other), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #longPress(event: PointerEvent): void {
    if (this.#down.size !== 1) return;
    const { layer } = this.#at(event);
    this.#cancel();
    this.#down.clear();
    openMenu(layer, { x: event.clientX, y: event.clientY });
  }

  #contextMenu(event: MouseEvent): void {
    if ((event.target as Element).closest(OWN)) return;
    event.preventDefault();
    // A long press of a finger has opened it already.
    if ((event as PointerEvent).pointerType === "touch") return;
    openMenu(this.#at(event).layer, { x: event.clientX, y: event.clientY });
  }

  #doubleClick(event: MouseEvent): void {
    if (!(event.target as Element).closest(OWN)) this.#tool?.doubleClick?.(this.#at(event));
  }

  #wheel(event: WheelEvent): void {
    if ((event.target as Element).closest("[role=dialog], [data-own-pointer]")) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      // Mice send steps of 100 px, touchpads pinch in small ones.
      const step = Math.max(-120, Math.min(120, dy));
      zoomBy(Math.exp(-step * (Math.abs(dy) < 50 ? 4 * WHEEL : WHEEL)), this.#screen(event));
    } else if (event.shiftKey && dx === 0) panBy(-dy, 0);
    else panBy(-dx, -dy);
  }
}

const NOWHERE: StagePointer = {
  canvas: { x: NaN, y: NaN }, screen: { x: NaN, y: NaN }, layer: "", event: new PointerEvent("pointerleave"),
};

function capture(stage: HTMLElement, id: number): void {
  try {
    stage.setPointerCapture(id);
  } catch {
    // The pointer has gone already: its release comes without it.
  }
}

function openMenu(layer: string, at: Point): void {
  if (layer && !selection.value.includes(layer)) selection.value = [layer];
  menuAt.value = at;
}

/** Ends what the pointer is doing, as if it had not begun. */
export function cancelDrag(): void {
  document.querySelector(".stage")?.dispatchEvent(new CustomEvent("stage-cancel"));
}
