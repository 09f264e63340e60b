/** Thousands of items of which only the rows near the window are on the page. */

import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { partOf, topOf, type Part, type Shape } from "../../library/rows.ts";
import { Card } from "./card.tsx";
import { chosen, Nothing } from "./choosing.tsx";
import { want } from "./loading.ts";
import { wished } from "./revealing.ts";
import { active, batch, known, order, selected, selection } from "./state.ts";
import { reachOf, shift } from "./windowing.ts";

/** Cards that are drawn before it is known how many fit. */
const FIRST = 24;
/** The header of the site, and the air around what sticks. */
const TOP_PX = 52 + 12;
const FOOT_PX = 76;

interface Held {
  shape: Shape | null;
  part: Part;
  width: number;
  /** The keyboard was in the grid when it was drawn last. */
  inside: boolean;
  focus: string | null;
}

export function Grid() {
  const list = useRef<HTMLUListElement>(null);
  const held = useRef<Held>({ shape: null, part: { from: 0, to: 0, above: 0, below: 0 }, width: 0, inside: false, focus: null }).current;
  const [, draw] = useState(0);
  const again = (): void => draw((count) => count + 1);
  const total = (batch.value?.counts.total ?? 0) + (batch.value?.counts.dropped ?? 0);
  const ids = order.value ?? Array.from({ length: Math.min(FIRST, total) }, () => "");
  const part = partNow(list.current, held.shape, ids.length);
  held.part = part;

  useLayoutEffect(() => listened(list.current, held, again), [total > 0]);
  useLayoutEffect(() => settled(list.current, held, again));
  useLayoutEffect(() => want(part.from, part.to), [part.from, part.to]);
  useSignalEffect(() => {
    const wish = wished.value;
    if (!wish || !list.current) return;
    wished.value = null;
    if (wish.focus) held.focus = wish.id;
    scrollTo(wish.id, list.current, held.shape);
    again();
  });

  if (total === 0) return null;
  const clear = batch.value?.recipe["background"] === "transparent";
  const on = active.value !== null && ids.includes(active.value) ? active.value : ids[0];
  void selected.value;
  return (
    <>
      <ul ref={list} class="items" aria-label="Photos of the batch" aria-busy={order.value === null} tabIndex={-1}
        style={{ paddingTop: `${part.above}px`, paddingBottom: `${part.below}px` }} {...chosen(() => held.shape)}>
        {ids.slice(part.from, part.to).map((id, at) => (
          <Card key={id || `blank-${at}`} id={id} item={known.value.get(id)} index={part.from + at} count={ids.length}
            reachable={id === on} selected={selection.has(id)} clear={clear} />
        ))}
      </ul>
      {order.value?.length === 0 ? <Nothing /> : null}
    </>
  );
}

function partNow(list: HTMLElement | null, shape: Shape | null, count: number): Part {
  if (!list || !shape) return { from: 0, to: Math.min(FIRST, count), above: 0, below: 0 };
  return partOf(count, shape, list.getBoundingClientRect().top, innerHeight, reachOf(innerHeight));
}

function measured(list: HTMLElement): Shape | null {
  const card = list.firstElementChild;
  if (!(card instanceof HTMLElement) || card.offsetHeight === 0) return null;
  const style = getComputedStyle(list);
  return { columns: style.gridTemplateColumns.split(" ").length, card: card.offsetHeight, gap: Number.parseFloat(style.rowGap) || 0 };
}

/** After each drawing: the shape if it wasn't known, the keyboard where it belongs. */
function settled(list: HTMLElement | null, held: Held, again: () => void): void {
  if (!list) return;
  if (!held.shape) {
    held.shape = measured(list);
    if (held.shape) again();
  }
  const wanted = held.focus === null ? null : list.querySelector<HTMLElement>(`[data-id="${CSS.escape(held.focus)}"] button.open`);
  if (wanted) {
    held.focus = null;
    wanted.focus({ preventScroll: true });
  } else if (held.inside && document.activeElement === document.body) {
    // The card with the keyboard was scrolled away or has left the list.
    list.focus({ preventScroll: true });
  }
}

function listened(list: HTMLElement | null, held: Held, again: () => void): () => void {
  if (!list) return () => undefined;
  let frame = 0;
  const soon = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      const next = partNow(list, held.shape, order.value?.length ?? 0);
      if (next.from !== held.part.from || next.to !== held.part.to) again();
    });
  };
  const inside = (event: Event): void => {
    held.inside = list.contains(event.target as Node);
  };
  const observer = new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    if (width === held.width) return;
    const first = held.shape && held.width > 0 ? firstVisible(list, held.shape) : 0;
    held.width = width;
    held.shape = measured(list);
    // Other columns: what was at the top stays there.
    const id = order.value?.[first];
    if (first > 0 && id !== undefined) scrollTo(id, list, held.shape, true);
    again();
  });
  observer.observe(list);
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  document.addEventListener("focusin", inside);
  document.addEventListener("pointerdown", inside);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    removeEventListener("scroll", soon);
    removeEventListener("resize", soon);
    document.removeEventListener("focusin", inside);
    document.removeEventListener("pointerdown", inside);
  };
}

function above(): number {
  return TOP_PX + (document.querySelector<HTMLElement>(".review-filters")?.offsetHeight ?? 0);
}

function firstVisible(list: HTMLElement, shape: Shape): number {
  const top = list.getBoundingClientRect().top - above();
  return Math.floor(Math.max(0, -top) / (shape.card + shape.gap)) * shape.columns;
}

function scrollTo(id: string, list: HTMLElement, shape: Shape | null, toTop = false): void {
  const index = (order.value ?? []).indexOf(id);
  if (index < 0 || !shape) return;
  const top = list.getBoundingClientRect().top + topOf(index, shape);
  scrollBy(0, toTop ? top - above() : shift(top, shape.card, innerHeight, above(), FOOT_PX));
}
