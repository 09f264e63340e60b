/** Reordering by mouse and touch: a line shows where the layers land, Esc takes it back. */

import { signal } from "@preact/signals";
import { doc, selection } from "../document/store.ts";
import { drop } from "./layer_keys.ts";
import { choose } from "./layers.tsx";
import { landing, zoneOf, type Zone } from "./landing.ts";
import { closedGroups, rows } from "./rows.ts";

/** Px before a press becomes a drag. */
const SLOP = 5;
/** Px at the list's ends where it scrolls by itself. */
const EDGE = 32;
const SCROLL = 8;

export const landingMark = signal<{ readonly row: string; readonly zone: Zone } | null>(null);

interface Held {
  readonly id: string;
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  moving: boolean;
  last: PointerEvent;
  frame: number;
}

/** Listens on the list; the answer ends it. */
export function dragged(list: HTMLElement): () => void {
  let held: Held | null = null;

  const down = (event: PointerEvent): void => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-row]");
    const byTouch = event.pointerType !== "mouse";
    // A finger on the row itself scrolls the list.
    if (!row || event.button !== 0 || held || target.closest("button, input") || (byTouch && !target.closest("[data-grip]"))) return;
    held = { id: row.dataset["row"] ?? "", pointer: event.pointerId, x: event.clientX, y: event.clientY, moving: false, last: event, frame: 0 };
  };
  const move = (event: PointerEvent): void => {
    if (!held || event.pointerId !== held.pointer) return;
    held.last = event;
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLOP) return;
    if (!held.moving) begin(held);
    point(event);
  };
  const begin = (now: Held): void => {
    now.moving = true;
    if (!selection.value.includes(now.id)) choose(now.id);
    list.setPointerCapture(now.pointer);
    list.classList.add("dragging");
    now.frame = requestAnimationFrame(scroll);
  };
  const point = (event: PointerEvent): void => {
    const element = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches("[data-row]"));
    const row = rows.value.find((one) => one.layer.id === (element as HTMLElement | undefined)?.dataset["row"]);
    if (!element || !row) {
      landingMark.value = atEnds(event);
      return;
    }
    const box = element.getBoundingClientRect();
    landingMark.value = { row: row.layer.id, zone: zoneOf(row, (event.clientY - box.top) / box.height) };
  };
  /** Above the first row or below the last one. */
  const atEnds = (event: PointerEvent): typeof landingMark.value => {
    const box = list.getBoundingClientRect();
    const outer = rows.value.filter((row) => row.level === 1);
    const row = event.clientY < box.top ? outer[0] : event.clientY > box.bottom ? outer.at(-1) : undefined;
    return row ? { row: row.layer.id, zone: event.clientY < box.top ? "above" : "below" } : null;
  };
  const scroll = (): void => {
    if (!held?.moving) return;
    const pane = list.closest<HTMLElement>("[data-scrolls]") ?? list;
    const box = pane.getBoundingClientRect();
    const y = held.last.clientY;
    const by = y < box.top + EDGE ? -SCROLL : y > box.bottom - EDGE ? SCROLL : 0;
    if (by) {
      pane.scrollBy(0, by);
      point(held.last);
    }
    held.frame = requestAnimationFrame(scroll);
  };
  const end = (kept: boolean): void => {
    const now = held;
    const mark = landingMark.value;
    held = null;
    landingMark.value = null;
    list.classList.remove("dragging");
    if (!now) return;
    cancelAnimationFrame(now.frame);
    if (list.hasPointerCapture(now.pointer)) list.releasePointerCapture(now.pointer);
    const row = rows.value.find((one) => one.layer.id === mark?.row);
    if (!now.moving || !kept || !mark || !row) return;
    const to = landing(row, mark.zone, doc.value.layers, !closedGroups.value.has(row.layer.id));
    drop(to.parent, to.below, "Reorder");
  };
  const up = (event: PointerEvent): void => {
    if (held?.moving && event.pointerId === held.pointer) stopClick();
    end(true);
  };
  const cancel = (): void => end(false);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !held?.moving) return;
    event.stopPropagation();
    end(false);
  };
  list.addEventListener("pointerdown", down);
  list.addEventListener("pointermove", move);
  list.addEventListener("pointerup", up);
  list.addEventListener("pointercancel", cancel);
  addEventListener("keydown", key, true);
  return () => {
    end(false);
    list.removeEventListener("pointerdown", down);
    list.removeEventListener("pointermove", move);
    list.removeEventListener("pointerup", up);
    list.removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", key, true);
  };
}

/** The click that follows a drag selects nothing. */
function stopClick(): void {
  const stop = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, true), 0);
}
