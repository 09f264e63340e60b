/** What is done most with the selection, floating beside it. */

import { computed, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import ellipsis from "lucide-static/icons/ellipsis.svg";
import { openContextMenu } from "../actions/context_menu.ts";
import { keysOf } from "../actions/keyboard.ts";
import { maybeAction, perform } from "../actions/registry.ts";
import { selected } from "../document/store.ts";
import { apply, type Point } from "../geometry/affine.ts";
import { boxOf } from "../geometry/world.ts";
import { corners } from "../geometry/boxes.ts";
import { chosen, chosenBox } from "../stage/places.ts";
import { covered } from "../stage/navigate.ts";
import { pan, stageSize, tool, zoom } from "../state/view.ts";
import { dragging } from "../tools/select/state.ts";
import { tools } from "../tools/tools.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { barPlace } from "./bar_place.ts";

export interface BarItem {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly keys: string | undefined;
  readonly pressed: boolean | undefined;
}

const ONE = ["cut-out", "tool:brush", "tool:crop", "tool:faces", "edit-text", "outline", "shadow", "flip-x", "duplicate", "forward", "backward", "delete"];
const GROUP = ["ungroup", "shadow", "outline", "flip-x", "duplicate", "forward", "backward", "delete"];
const SEVERAL = [
  "align-left", "align-centre", "align-right", "align-top", "align-middle", "align-bottom", "distribute-x", "distribute-y", "group", "duplicate", "delete",
];
/** Those that stand with their word: what this studio is for. */
const WORDED = new Set(["cut-out", "outline", "shadow", "tool:faces", "tool:brush", "tool:crop", "remove-cutout", "group", "ungroup", "edit-text"]);
const SHORT: Readonly<Record<string, string>> = { "tool:brush": "Refine" };

function item(id: string): BarItem | null {
  if (id.startsWith("tool:")) {
    const found = tools.find((one) => `tool:${one.name}` === id);
    if (!found || found.enabled?.() === false) return null;
    return { id, label: SHORT[id] ?? found.label, icon: found.icon, keys: undefined, pressed: undefined };
  }
  if (id === "cut-out") return cutItem();
  const found = maybeAction(id);
  if (!found?.enabled()) return null;
  return { id, label: found.label, icon: found.icon ?? "", keys: keysOf(found), pressed: found.pressed?.() };
}

/** One button for cutting out and for taking it back. */
function cutItem(): BarItem | null {
  const found = maybeAction("cut-out");
  const undo = maybeAction("remove-cutout");
  if (!found || !undo) return null;
  const cut = !found.enabled() && undo.enabled();
  if (!cut && !found.enabled()) return null;
  return { id: cut ? "remove-cutout" : "cut-out", label: found.label, icon: found.icon ?? "", keys: keysOf(found), pressed: cut };
}

let before = "[]";
const written = computed(() => {
  if (dragging.value) return before;
  const layers = selected.value;
  const ids = layers.length > 1 ? SEVERAL : layers[0]?.kind === "group" ? GROUP : layers.length ? ONE : [];
  return before = JSON.stringify(ids.map(item).filter((one) => one !== null));
});
/** Changes only when what is offered changes, however much the selection moves. */
export const barItems = computed(() => JSON.parse(written.value) as readonly BarItem[]);

export function chooseItem(id: string): void {
  const named = tools.find((one) => `tool:${one.name}` === id);
  if (!named) return void perform(id);
  tool.value = named.name;
  announce(`${named.label} tool`);
}

const size = signal({ width: 0, height: 0 });
const shows = computed(() => tool.value === "select" && barItems.value.length > 0);

export function ContextBar() {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => (bar.current ? follow(bar.current) : undefined), [shows.value]);
  if (!shows.value) return null;
  return (
    <div ref={bar} class="context-bar" role="toolbar" aria-label="Selected layers" onKeyDown={walk}>
      {barItems.value.map((one, index) => (
        <Button key={one.id} bare={!WORDED.has(one.id)} ghost label={one.label} icon={WORDED.has(one.id) ? undefined : one.icon} keys={one.keys}
          pressed={one.pressed} tabIndex={index ? -1 : 0} onClick={() => chooseItem(one.id)} />
      ))}
      <Button bare label="More actions" icon={ellipsis} haspopup="menu" tabIndex={-1} onClick={(event) => openContextMenu(event.currentTarget as Element)} />
    </div>
  );
}

/** Moves the bar without drawing it again. While something is dragged it is out of the way. */
function follow(bar: HTMLElement): () => void {
  const measure = new ResizeObserver(() => {
    size.value = { width: bar.offsetWidth, height: bar.offsetHeight };
  });
  measure.observe(bar);
  const stop = effect(() => {
    bar.classList.toggle("away", dragging.value);
    const box = chosenBox.value;
    if (dragging.value || !box || !size.value.width) return;
    const at = barPlace(onScreen(box.left, box.top, box.width, box.height), handles(), size.value, { ...stageSize.value, covered: covered.value });
    bar.style.transform = `translate(${at.x}px, ${at.y}px)`;
    bar.classList.add("placed");
  });
  return () => {
    stop();
    measure.disconnect();
  };
}

function onScreen(left: number, top: number, width: number, height: number) {
  const scale = zoom.value;
  return { left: left * scale + pan.value.x, top: top * scale + pan.value.y, width: width * scale, height: height * scale };
}

/** The rotate handle's way from the frame, screen px. */
const STEM = 30;

/** Where the selection's handles are on the screen. */
function handles(): readonly Point[] {
  const [only, ...more] = chosen.value;
  const box = chosenBox.value;
  if (!box) return [];
  const turned = only && !more.length ? corners(only.map, boxOf(only.layer)) : corners({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, box);
  const [nw, ne, se, sw] = turned.map((p) => apply({ a: zoom.value, b: 0, c: 0, d: zoom.value, e: pan.value.x, f: pan.value.y }, p)) as [Point, Point, Point, Point];
  const mid = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const n = mid(nw, ne);
  const s = mid(sw, se);
  const length = Math.hypot(n.x - s.x, n.y - s.y) || 1;
  const rotate = { x: n.x + ((n.x - s.x) / length) * STEM, y: n.y + ((n.y - s.y) / length) * STEM };
  return [nw, ne, se, sw, n, s, mid(ne, se), mid(nw, sw), rotate];
}

/** One tab stop; arrows walk. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const now = all.indexOf(document.activeElement as HTMLElement);
  const rtl = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
  const to: Readonly<Record<string, number>> = { ArrowRight: now + rtl, ArrowLeft: now - rtl, Home: 0, End: all.length - 1 };
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  all[(next + all.length) % all.length]?.focus();
}
