/** One menu at a time, above everything: at a point, or below what opened it. */

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import check from "lucide-static/icons/check.svg";
import { Glyph } from "./glyph.tsx";

export interface Entry {
  readonly label: string;
  readonly icon?: string | undefined;
  /** Its shortcut, as it is shown. */
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Given: one of several, marked when true. */
  readonly checked?: boolean | undefined;
  /** The entry is pointed at or has the focus. */
  readonly looked?: () => void;
  readonly run: () => void;
}

/** null draws a line. */
export type Entries = readonly (Entry | null)[];

interface Shown {
  readonly label: string;
  readonly entries: Entries;
  readonly at: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly back: Element | null;
  readonly closed: (() => void) | undefined;
}

const shown = signal<Shown | null>(null);
/** Room that is left to the window's edges. */
const EDGE = 8;

/** Opens below an element, or at a point of the window. `closed` runs however it ends. */
export function openMenu(label: string, entries: Entries, at: Element | { readonly x: number; readonly y: number }, closed?: () => void): void {
  closeMenu();
  const point = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, right: at.x, top: at.y, bottom: at.y };
  const back = document.activeElement;
  shown.value = { label, entries, at: point, back: back === document.body ? null : back, closed };
}

export function closeMenu(): void {
  const now = shown.value;
  if (!now) return;
  shown.value = null;
  now.closed?.();
  if (now.back instanceof HTMLElement || now.back instanceof SVGElement) now.back.focus();
}

export function menuIsOpen(): boolean {
  return shown.value !== null;
}

/** Stands once in the page. */
export function MenuHost() {
  return shown.value ? <Menu key={shown.value.label} menu={shown.value} /> : null;
}

function Menu({ menu }: { menu: Shown }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    place(element, menu.at);
    (element.querySelector<HTMLElement>('[aria-checked="true"]') ?? items(element)[0])?.focus();
    const outside = (event: Event): void => {
      if (!element.contains(event.target as Node)) closeMenu();
    };
    const away = (): void => closeMenu();
    addEventListener("pointerdown", outside, true);
    addEventListener("resize", away);
    addEventListener("blur", away);
    return () => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("resize", away);
      removeEventListener("blur", away);
    };
  }, [menu]);
  return (
    <div ref={box} class="menu" role="menu" aria-label={menu.label} tabIndex={-1}
      onKeyDown={(event) => keyDown(event, event.currentTarget)}
      onContextMenu={(event) => event.preventDefault()}>
      {menu.entries.map((entry, index) => (entry ? <Item key={index} entry={entry} /> : <hr key={index} role="separator" />))}
    </div>
  );
}

function Item({ entry }: { entry: Entry }) {
  const choice = entry.checked !== undefined;
  const icon = choice ? (entry.checked ? check : "") : (entry.icon ?? "");
  return (
    <button type="button" tabIndex={-1} class={entry.danger ? "danger" : ""}
      role={choice ? "menuitemradio" : "menuitem"} aria-checked={choice ? entry.checked : undefined}
      aria-disabled={entry.disabled ? "true" : undefined}
      onPointerMove={(event) => {
        // A mouse that rests where the menu opens points at nothing.
        const moves = event.pointerType === "mouse" && (event.movementX !== 0 || event.movementY !== 0);
        if (moves && document.activeElement !== event.currentTarget) event.currentTarget.focus();
      }}
      onFocus={() => entry.looked?.()}
      onClick={() => {
        if (entry.disabled) return;
        closeMenu();
        entry.run();
      }}>
      {icon ? <Glyph drawing={icon} /> : <span />}
      <span>{entry.label}</span>
      {entry.keys ? <kbd aria-hidden="true">{entry.keys}</kbd> : null}
    </button>
  );
}

function items(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("button")];
}

function keyDown(event: KeyboardEvent, box: HTMLElement): void {
  event.stopPropagation();
  const all = items(box);
  const now = all.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = { ArrowDown: now + 1, ArrowUp: now < 0 ? -1 : now - 1, Home: 0, End: -1 };
  const next = to[event.key];
  if (next !== undefined) all.at(next >= all.length ? 0 : next)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (event.key.length === 1 && event.key !== " ") typeAhead(all, now, event.key);
  else return;
  event.preventDefault();
}

/** The next entry that begins with the typed letter. */
function typeAhead(all: readonly HTMLElement[], now: number, letter: string): void {
  const turned = [...all.slice(now + 1), ...all.slice(0, now + 1)];
  turned.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}

/** Below the anchor where there is room, above it otherwise, and always inside the window. */
function place(element: HTMLElement, at: Shown["at"]): void {
  const { width, height } = element.getBoundingClientRect();
  const gap = at.bottom > at.top ? 4 : 0;
  const below = at.bottom + gap;
  const top = below + height + EDGE <= innerHeight ? below : Math.max(EDGE, at.top - gap - height);
  const rtl = getComputedStyle(element).direction === "rtl";
  const wished = rtl ? at.right - width : at.left;
  element.style.top = `${Math.min(top, Math.max(EDGE, innerHeight - height - EDGE))}px`;
  element.style.left = `${Math.min(Math.max(EDGE, wished), Math.max(EDGE, innerWidth - width - EDGE))}px`;
}
