/** The keyboard in the layers panel, after the ARIA pattern of tree grids. */

import { batch } from "@preact/signals";
import { heads } from "../actions/family.ts";
import { dropped } from "../actions/grouping.ts";
import { openContextMenu } from "../actions/context_menu.ts";
import { nameOf } from "../actions/chosen.ts";
import { perform } from "../actions/registry.ts";
import { renaming } from "../actions/renaming.ts";
import { commit, doc, selection } from "../document/store.ts";
import { placeOf } from "../document/tree.ts";
import { announce } from "../ui/announce.ts";
import { choose, focusRow } from "./layers.tsx";
import type { Row } from "./landing.ts";
import { closedGroups, rows, setClosed } from "./rows.ts";

type ListEvent = KeyboardEvent & { readonly currentTarget: HTMLElement };

export function keyDown(event: ListEvent): void {
  const cell = (event.target as Element).closest<HTMLElement>("[data-row]");
  const all = rows.value;
  const at = all.findIndex((row) => row.layer.id === cell?.dataset["row"]);
  const row = all[at];
  if (!cell || !row || event.ctrlKey && event.key.length === 1) return;
  const used = event.altKey ? moved(event, row) : walked(event, all, at) || acted(event, row, cell);
  if (!used) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Up, down, and to the ends. Shift takes along what lies between, Ctrl moves the focus alone. */
function walked(event: ListEvent, all: readonly Row[], at: number): boolean {
  const steps: Readonly<Record<string, number>> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
  const to = steps[event.key];
  if (to === undefined) return false;
  const next = all[Math.min(all.length - 1, Math.max(0, to))];
  if (!next) return true;
  if (!event.ctrlKey && !event.metaKey) choose(next.layer.id, { range: event.shiftKey });
  focusRow(event.currentTarget, next.layer.id);
  return true;
}

function acted(event: ListEvent, row: Row, cell: HTMLElement): boolean {
  const { id } = row.layer;
  const inCell = event.target !== cell;
  switch (event.key) {
    case " ":
      if (inCell) return false;
      choose(id, { toggle: true });
      return true;
    case "Enter":
      if (inCell) return false;
      renaming.value = id;
      return true;
    case "F2":
      renaming.value = id;
      return true;
    case "ArrowRight":
    case "ArrowLeft":
      return sideways(event, row, cell);
    case "ContextMenu":
    case "F10":
      return menu(event, row, cell);
    default:
      return false;
  }
}

function menu(event: ListEvent, row: Row, cell: HTMLElement): boolean {
  if (event.key === "F10" && !event.shiftKey) return false;
  if (!selection.value.includes(row.layer.id)) choose(row.layer.id);
  openContextMenu(cell);
  return true;
}

/** Opens and closes groups; beyond that the focus walks through the row's buttons. */
function sideways(event: ListEvent, row: Row, cell: HTMLElement): boolean {
  const rtl = getComputedStyle(cell).direction === "rtl";
  const onwards = (event.key === "ArrowRight") !== rtl;
  const stops: HTMLElement[] = [cell, ...cell.querySelectorAll<HTMLElement>(".layer-do button")];
  const now = stops.indexOf(event.target as HTMLElement);
  const isGroup = row.layer.kind === "group" && now === 0;
  const closed = closedGroups.value.has(row.layer.id);
  if (isGroup && onwards === closed) {
    setClosed(row.layer.id, !onwards);
    announce(onwards ? "Group opened" : "Group closed");
  } else if (onwards) stops[Math.min(stops.length - 1, now + 1)]?.focus();
  else if (now > 0) stops[now - 1]?.focus();
  else if (row.parent) {
    choose(row.parent);
    focusRow(event.currentTarget, row.parent);
  }
  return true;
}

/** Alt and arrows: higher, lower, out of the group at its ends, and into the group below. */
function moved(event: ListEvent, row: Row): boolean {
  if (!/^Arrow/.test(event.key)) return false;
  if (!selection.value.includes(row.layer.id)) choose(row.layer.id);
  const list = event.currentTarget;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const up = event.key === "ArrowUp";
    if (!leave(row, up)) void perform(up ? "forward" : "backward");
  } else if (event.key === "ArrowRight") enterBelow(row);
  else if (row.parent) leave(row, true, true);
  requestAnimationFrame(() => focusRow(list, row.layer.id));
  return true;
}

/** Out of its group, when it is the first or last there. */
function leave(row: Row, up: boolean, always = false): boolean {
  const atEnd = up ? row.position === 1 : row.position === row.siblings;
  if (!row.parent || !(atEnd || always)) return false;
  const place = placeOf(doc.value.layers, row.parent);
  if (!place) return false;
  drop(place.parent, up ? row.parent : place.below, "Move out of the group");
  return true;
}

function enterBelow(row: Row): void {
  const all = rows.value.filter((one) => one.parent === row.parent);
  const below = all[all.findIndex((one) => one.layer.id === row.layer.id) + 1]?.layer;
  if (below?.kind !== "group") return announce("There is no group right below");
  setClosed(below.id, false);
  drop(below.id, below.layers.at(-1)?.id ?? "", "Move into the group");
}

/** Moves the chosen layers there, without moving them on the canvas. */
export function drop(parent: string, below: string, label: string): void {
  const ids = new Set(selection.value.filter((id) => rows.value.some((row) => row.layer.id === id && !row.layer.locked)));
  const patch = dropped(doc.value, ids, parent, below);
  if (!patch) return;
  const layers = heads(doc.value.layers, ids);
  batch(() => commit(patch, label));
  announce(layers.length === 1 && layers[0] ? `${nameOf(layers[0])}: ${label.toLowerCase()}` : `${layers.length} layers: ${label.toLowerCase()}`);
}
