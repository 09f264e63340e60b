/** Mouse, touch and keyboard on the grid: open, select, decide. */

import { useEffect } from "preact/hooks";
import { Button } from "../../editor/ui/button.tsx";
import { moved, type Shape } from "../../library/rows.ts";
import { decide, edit, retry, undo } from "./deciding.ts";
import { cardActOf } from "./keys.ts";
import { open, show } from "./places.ts";
import { reveal } from "./revealing.ts";
import { active, batch, concerned, opened, order, selection, view } from "./state.ts";
import { noneIs } from "./words.ts";

interface Handlers {
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
}

/** What the grid's list listens to. */
export function chosen(shape: () => Shape | null): Handlers {
  return {
    onClick: clicked,
    onKeyDown: (event: KeyboardEvent) => pressed(event, shape()),
    onContextMenu: asked,
    onFocusIn: (event: FocusEvent) => {
      const id = idAt(event.target);
      if (id) active.value = id;
    },
  };
}

function idAt(target: EventTarget | null): string | null {
  const found = (target as Element | null)?.closest<HTMLElement>("li[data-id]");
  return found?.dataset["id"] || null;
}

function clicked(event: MouseEvent): void {
  const id = idAt(event.target);
  const box = event.target instanceof HTMLInputElement ? event.target : null;
  const onCard = (event.target as Element).closest("button.open");
  if (id === null || (!box && !onCard)) return;
  active.value = id;
  if (event.shiftKey) selection.range(id, order.value ?? []);
  else if (box) selection.set(id, box.checked);
  else if (event.ctrlKey || event.metaKey || selection.size > 0) selection.toggle(id);
  else open(id);
}

/** A long press means: begin to select. */
function asked(event: MouseEvent): void {
  const id = idAt(event.target);
  if (id === null || (event as PointerEvent).pointerType !== "touch") return;
  event.preventDefault();
  selection.toggle(id);
}

function pressed(event: KeyboardEvent, shape: Shape | null): void {
  const target = event.target as Element;
  const ids = order.value ?? [];
  const id = idAt(target) ?? active.value ?? ids[0] ?? null;
  if (id === null || !(target.matches("button.open") || target === event.currentTarget)) return;
  const native = event.ctrlKey || event.metaKey || event.altKey;
  const page = Math.max(1, Math.floor(innerHeight / ((shape?.card ?? 280) + 12)) - 1);
  const to = native ? null : moved(event.key, ids.indexOf(id), ids.length, shape?.columns ?? 1, page);
  const next = to === null ? undefined : ids[to];
  if (next !== undefined) walk(id, next, event.shiftKey);
  else if (event.key === " " && !native) selection.toggle(id);
  else if (event.key === "Enter" && target === event.currentTarget) open(id);
  else if (!act(event)) return;
  event.preventDefault();
}

function walk(from: string, to: string, selecting: boolean): void {
  if (selecting && selection.size === 0) selection.set(from, true);
  if (selecting) selection.range(to, order.value ?? []);
  reveal(to);
}

function act(event: KeyboardEvent): boolean {
  const found = cardActOf(event);
  const ids = concerned();
  const [first] = ids;
  if (found === "undo") void undo();
  else if (found === null || first === undefined) return false;
  else if (found === "accept" || found === "drop") void decide(found, ids);
  else if (found === "retry") void retry(ids);
  else if (found === "edit") void edit(first);
  return true;
}

/** Keys that mean the same wherever the focus is on the page. */
export function usePageKeys(): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      const target = event.target as Element;
      if (opened.value !== null || target.closest("input:not([type=checkbox]), select, textarea, [role=menu], dialog")) return;
      if (event.key === "Escape") selection.clear();
      else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
        event.preventDefault();
        selection.all(order.value ?? []);
      }
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  }, []);
}

/** No item meets the filter or the search. */
export function Nothing() {
  const { q, state } = view.value;
  if (q) return <div class="review-empty" role="status"><p>Nothing is named like “<span dir="auto">{q}</span>”.</p><Button label="Clear the search" onClick={() => void show({ q: "" })} /></div>;
  const { waiting = 0, running = 0 } = batch.value?.counts ?? {};
  const words = noneIs(state, waiting + running);
  return <div class="review-empty" role="status"><p>{words}</p>{state ? <Button label="Show all" onClick={() => void show({ state: "" })} /> : null}</div>;
}
