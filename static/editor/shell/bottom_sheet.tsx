/** The phone's panels: a sheet below the canvas with its tools in one line and the rest in tabs. */

import { useEffect, useRef } from "preact/hooks";
import ellipsis from "lucide-static/icons/ellipsis.svg";
import magnet from "lucide-static/icons/magnet.svg";
import unlink from "lucide-static/icons/unlink.svg";
import { openContextMenu } from "../actions/context_menu.ts";
import { Photos } from "../panels/photos.tsx";
import { LayersPart, TabBody } from "../panels/side.tsx";
import { detent, sheetTab, type Detent, type SheetTab } from "../state/shell.ts";
import { ratioTurned, snaps } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { barItems, chooseItem } from "./context_bar.tsx";
import { ToolButtons } from "./rail.tsx";
import { restOf, step, type Heights } from "./sheet_drag.ts";

const TABS: readonly { readonly id: SheetTab; readonly label: string }[] = [
  { id: "layers", label: "Layers" },
  { id: "layer", label: "Settings" },
  { id: "photos", label: "Photos" },
  { id: "canvas", label: "Canvas" },
  { id: "versions", label: "Versions" },
];
const SAID: Readonly<Record<Detent, string>> = { peek: "low", half: "half", full: "full" };

export function BottomSheet() {
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => (sheet.current ? liftedForTyping(sheet.current) : undefined), []);
  return (
    <section ref={sheet} class="bottom-sheet" aria-label="Tools and panels" data-detent={detent.value}>
      <Handle sheet={() => sheet.current} />
      <Line />
      <Tabs label="Panels" class="sheet-tabs" tabs={TABS} chosen={sheetTab.value} onChoose={choose}>
        {detent.value === "peek" ? null : <div key={sheetTab.value} class="sheet-body" data-scrolls><Body tab={sheetTab.value} /></div>}
      </Tabs>
    </section>
  );
}

function choose(tab: SheetTab): void {
  const again = sheetTab.value === tab && detent.value !== "peek";
  sheetTab.value = tab;
  detent.value = again ? "peek" : detent.value === "peek" ? "half" : detent.value;
}

function Body({ tab }: { tab: SheetTab }) {
  if (tab === "layers") return <LayersPart />;
  return tab === "photos" ? <><h2 class="visually-hidden">Photos</h2><Photos /></> : <TabBody tab={tab} />;
}

/** The selection's actions, then the tools, in one line that scrolls. */
function Line() {
  const items = barItems.value;
  return (
    <div class="sheet-line">
      {items.length ? (
        <div class="sheet-actions" role="toolbar" aria-label="Selected layers">
          {items.map((one) => (
            <Button key={one.id} bare icon={one.icon} label={one.label} pressed={one.pressed} onClick={() => chooseItem(one.id)} />
          ))}
          <Button bare icon={ellipsis} label="More actions" haspopup="menu" onClick={(event) => openContextMenu(event.currentTarget as Element)} />
        </div>
      ) : null}
      <ToolButtons />
      <span class="sheet-held" role="group" aria-label="While dragging">
        <Button bare icon={magnet} label="Snap" pressed={snaps.value} onClick={() => { snaps.value = !snaps.value; announce(snaps.value ? "Snapping on" : "Snapping off"); }} />
        <Button bare icon={unlink} label="Change proportions" pressed={ratioTurned.value} onClick={() => { ratioTurned.value = !ratioTurned.value; announce(ratioTurned.value ? "Handles change what they otherwise keep" : "Handles keep proportions as usual"); }} />
      </span>
    </div>
  );
}

/** Dragged, or moved by arrows. */
function Handle({ sheet }: { sheet: () => HTMLElement | null }) {
  const held = useRef<{ y: number; height: number; at: number; time: number; speed: number; moved: boolean } | null>(null);
  const down = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const height = sheet()?.offsetHeight ?? 0;
    held.current = { y: event.clientY, height, at: event.clientY, time: event.timeStamp, speed: 0, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const now = held.current;
    const box = sheet();
    if (!now || !box) return;
    if (Math.abs(event.clientY - now.y) > 4) now.moved = true;
    const time = Math.max(1, event.timeStamp - now.time);
    now.speed = (now.at - event.clientY) / time;
    now.at = event.clientY;
    now.time = event.timeStamp;
    if (now.moved) box.style.setProperty("--dragged", `${now.height + now.y - event.clientY}px`);
  };
  const up = (): void => {
    const now = held.current;
    const box = sheet();
    held.current = null;
    if (!now || !box) return;
    const height = box.offsetHeight;
    box.style.removeProperty("--dragged");
    go(now.moved ? restOf(height, now.speed, heights(box)) : detent.value === "peek" ? "half" : "peek");
  };
  const keyDown = (event: KeyboardEvent): void => {
    const by: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, Home: -9, End: 9 };
    const steps = by[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    go(step(detent.value, steps));
  };
  return (
    <div class="sheet-handle" role="slider" tabIndex={0} aria-label="Height of the panel" aria-orientation="vertical"
      aria-valuemin={0} aria-valuemax={2} aria-valuenow={["peek", "half", "full"].indexOf(detent.value)} aria-valuetext={SAID[detent.value]}
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onKeyDown={keyDown}>
      <i />
    </div>
  );
}

function go(to: Detent): void {
  detent.value = to;
}

/** What the style sheet makes of each rest, CSS px. */
function heights(box: HTMLElement): Heights {
  const read = (name: string): number => {
    const probe = document.createElement("i");
    probe.style.cssText = `position:absolute;visibility:hidden;height:var(--${name})`;
    box.append(probe);
    const { height } = probe.getBoundingClientRect();
    probe.remove();
    return height;
  };
  return { peek: read("peek"), half: read("half"), full: read("full") };
}

/** Draws the sheet up when the on-screen keyboard would hide the field that is typed in. */
function liftedForTyping(sheet: HTMLElement): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const seen = (): void => {
    const field = document.activeElement;
    if (!(field instanceof HTMLElement) || !sheet.contains(field)) return;
    field.scrollIntoView({ block: "nearest" });
  };
  sheet.addEventListener("focusin", (event) => {
    const typed = event.target instanceof HTMLInputElement && /^(text|search|number)$/.test(event.target.type);
    if ((typed || event.target instanceof HTMLTextAreaElement) && matchMedia("(pointer: coarse)").matches) detent.value = "full";
    requestAnimationFrame(seen);
  }, { signal });
  visualViewport?.addEventListener("resize", () => {
    const hidden = visualViewport ? innerHeight - visualViewport.height - visualViewport.offsetTop : 0;
    document.documentElement.style.setProperty("--keyboard", `${Math.max(0, Math.round(hidden))}px`);
    seen();
  }, { signal });
  return () => ends.abort();
}
