/** Fingers, mouse and wheel on the open picture: swipe, pinch, drag, double tap. */

import type { Spot } from "./zooming.ts";

/** What the gestures do. Places are fractions of the frame from its centre, ways fractions of it. */
export interface Acts {
  zoomed(): boolean;
  zoom(factor: number, at: Spot): void;
  pan(by: Spot): void;
  toggle(at: Spot): void;
  /** False at the end of the list. */
  turn(step: 1 | -1): boolean;
}

const BEGIN_PX = 8;
const SWIPE_PX = 56;
/** The picture follows a finger that leads nowhere only so far. */
const STIFF = 0.25;
const DOUBLE_MS = 350;
const DOUBLE_PX = 32;
const WHEEL = 0.0018;
const PINCHED_WHEEL = 0.01;
const CONTROLS = "button, a, label, input:not(.cut), select";

type Kind = "" | "swipe" | "pan" | "pinch" | "other";

const between = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Spot, b: Spot): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

class Hands {
  readonly #stage: HTMLElement;
  readonly #acts: Acts;
  readonly #down = new Map<number, Spot>();
  #from: Spot = { x: 0, y: 0 };
  #kind: Kind = "";
  #tap: { readonly at: Spot; readonly when: number } | null = null;

  constructor(stage: HTMLElement, acts: Acts) {
    this.#stage = stage;
    this.#acts = acts;
  }

  /** The frame doesn't move with the zoom, only with a swipe. */
  get #frame(): HTMLElement | null {
    return this.#stage.querySelector<HTMLElement>(".frame");
  }

  #place(at: Spot): Spot {
    const box = this.#frame?.getBoundingClientRect();
    if (!box?.width || !box.height) return { x: 0, y: 0 };
    return { x: (at.x - box.left) / box.width - 0.5, y: (at.y - box.top) / box.height - 0.5 };
  }

  #way(from: Spot, to: Spot): Spot {
    const [a, b] = [this.#place(from), this.#place(to)];
    return { x: b.x - a.x, y: b.y - a.y };
  }

  down(event: PointerEvent): void {
    const target = event.target as Element;
    if (event.button !== 0 || target.closest(CONTROLS)) return;
    const at = { x: event.clientX, y: event.clientY };
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) {
      this.#lean(0);
      this.#kind = "pinch";
      return;
    }
    this.#from = at;
    // The line between before and after is dragged by itself.
    this.#kind = target.closest(".cut") ? "other" : "";
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const at = { x: event.clientX, y: event.clientY };
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    this.#down.set(event.pointerId, at);
    if (this.#kind === "pinch") {
      if (other) this.#pinched(other, before, at);
      return;
    }
    if (this.#kind === "" && between(this.#from, at) > BEGIN_PX) this.#begin(event, at);
    if (this.#kind === "pan") this.#acts.pan(this.#way(before, at));
    if (this.#kind === "swipe") this.#lean(at.x - this.#from.x);
  }

  #begin(event: PointerEvent, at: Spot): void {
    const flat = Math.abs(at.x - this.#from.x) > Math.abs(at.y - this.#from.y);
    if (this.#acts.zoomed()) {
      this.#kind = "pan";
      this.#stage.setPointerCapture(event.pointerId);
    } else this.#kind = flat && event.pointerType !== "mouse" ? "swipe" : "other";
  }

  #pinched(other: Spot, before: Spot, at: Spot): void {
    const [was, is] = [between(other, before), between(other, at)];
    this.#acts.pan(this.#way(middle(other, before), middle(other, at)));
    if (was > 0 && is > 0) this.#acts.zoom(is / was, this.#place(middle(other, at)));
  }

  /** The picture goes with the finger. */
  #lean(px: number): void {
    if (this.#frame) this.#frame.style.translate = px === 0 ? "" : `${px * STIFF}px`;
  }

  up(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    const at = { x: event.clientX, y: event.clientY };
    if (this.#kind === "swipe") this.#swiped(at.x - this.#from.x);
    else if (this.#kind === "") this.#tapped(at, event.timeStamp);
    if (this.#down.size === 1 && this.#kind === "pinch") this.#kind = "pan";
    else if (this.#down.size === 0) this.#kind = "";
  }

  lost(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    this.#lean(0);
    this.#kind = this.#down.size > 0 ? "other" : "";
  }

  #swiped(px: number): void {
    this.#lean(0);
    if (Math.abs(px) >= SWIPE_PX) this.#acts.turn(px < 0 ? 1 : -1);
  }

  #tapped(at: Spot, when: number): void {
    const first = this.#tap;
    const twice = first !== null && when - first.when < DOUBLE_MS && between(first.at, at) < DOUBLE_PX;
    this.#tap = twice ? null : { at, when };
    if (twice) this.#acts.toggle(this.#place(at));
  }

  wheel(event: WheelEvent): void {
    if (!this.#frame || event.deltaY === 0) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const grain = event.ctrlKey ? PINCHED_WHEEL : WHEEL;
    this.#acts.zoom(Math.exp(-event.deltaY * lines * grain), this.#place({ x: event.clientX, y: event.clientY }));
  }
}

/** Listens on the stage until the result is called. */
export function gestures(stage: HTMLElement, acts: Acts): () => void {
  const hands = new Hands(stage, acts);
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(kind: K, run: (event: HTMLElementEventMap[K]) => void): void =>
    stage.addEventListener(kind, run, { signal: stop.signal, passive: false });
  on("pointerdown", (event) => hands.down(event));
  on("pointermove", (event) => hands.move(event));
  on("pointerup", (event) => hands.up(event));
  on("pointercancel", (event) => hands.lost(event));
  on("wheel", (event) => hands.wheel(event));
  // A picture would be carried away as a file.
  on("dragstart", (event) => event.preventDefault());
  return () => stop.abort();
}
