/** The list of layers: one tab stop, arrows move through it, everything can be done in it. */

import { canvas } from "./calm.ts";
import { useEffect, useRef } from "preact/hooks";
import { signal, useSignalEffect } from "@preact/signals";
import { openContextMenu } from "../actions/context_menu.ts";
import { selection } from "../document/store.ts";
import { phone } from "../state/shell.ts";
import { nameOf } from "../actions/chosen.ts";
import { announce } from "../ui/announce.ts";
import { dragged, landingMark } from "./layer_drag.ts";
import { keyDown } from "./layer_keys.ts";
import { LayerRow } from "./layer_row.tsx";
import { between } from "./landing.ts";
import { rows } from "./rows.ts";

/** The row that has the tab stop. */
export const focusedRow = signal("");
/** Where a range selection began. */
let anchor = "";

/** Selects as lists do: alone, one more, or all up to here. */
export function choose(id: string, how: { readonly range?: boolean; readonly toggle?: boolean } = {}): void {
  focusedRow.value = id;
  if (how.range && anchor) {
    selection.value = between(rows.value, anchor, id);
  } else if (how.toggle) {
    const now = selection.value;
    selection.value = now.includes(id) ? now.filter((one) => one !== id) : [...now, id];
    anchor = id;
  } else {
    selection.value = [id];
    anchor = id;
  }
  const row = rows.value.find((one) => one.layer.id === id);
  if (row) announce(selection.value.length > 1 ? `${selection.value.length} selected` : `${nameOf(row.layer)} selected`);
}

/** Gives a row the focus once it is there. */
export function focusRow(list: Element | null, id: string): void {
  focusedRow.value = id;
  list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
}

export function Layers() {
  const list = useRef<HTMLDivElement>(null);
  const all = rows.value;
  const stop = all.some((row) => row.layer.id === focusedRow.value) ? focusedRow.value : (selection.value.at(-1) ?? all[0]?.layer.id ?? "");
  useSignalEffect(() => {
    const last = selection.value.at(-1);
    if (last) list.current?.querySelector(`[data-row="${CSS.escape(last)}"]`)?.scrollIntoView({ block: "nearest" });
  });
  useEffect(() => (list.current ? dragged(list.current) : undefined), [all.length > 0]);
  if (!all.length) return <p class="quiet layers-none">No layers yet. Photos, text and shapes that you add are listed here.</p>;
  return (
    <div ref={list} class="layer-list" role="treegrid" aria-label="Layers" aria-multiselectable="true"
      aria-rowcount={all.length} onKeyDown={keyDown}
      onContextMenu={(event) => {
        const row = (event.target as Element).closest<HTMLElement>("[data-row]");
        if (!row) return;
        event.preventDefault();
        const id = row.dataset["row"] ?? "";
        if (!selection.value.includes(id)) choose(id);
        openContextMenu({ x: event.clientX, y: event.clientY });
      }}>
      {all.map((row) => (
        <LayerRow key={row.layer.id} row={row} stop={row.layer.id === stop} grip={phone.value}
          mark={landingMark.value?.row === row.layer.id ? landingMark.value.zone : null}
          chosen={selection.value.includes(row.layer.id)} />
      ))}
    </div>
  );
}

/** What lies under all layers. */
export function BackgroundRow({ onOpen }: { onOpen: () => void }) {
  const { background } = canvas.value;
  const said = background === "transparent" ? "Transparent" : background.includes("gradient") ? "Gradient" : background;
  return (
    <button type="button" class="layer-row background" onClick={onOpen}>
      <span class="thumb checker" aria-hidden="true"><i style={{ background }} /></span>
      <span class="words"><span class="name">Background</span><small>{said}</small></span>
    </button>
  );
}
