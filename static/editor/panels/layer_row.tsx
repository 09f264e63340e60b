/** One row of the layers panel. */

import { useLayoutEffect, useRef } from "preact/hooks";
import right from "lucide-static/icons/chevron-right.svg";
import eye from "lucide-static/icons/eye.svg";
import eyeOff from "lucide-static/icons/eye-off.svg";
import grip from "lucide-static/icons/grip-vertical.svg";
import lock from "lucide-static/icons/lock.svg";
import lockOpen from "lucide-static/icons/lock-open.svg";
import { nameOf } from "../actions/chosen.ts";
import { renaming } from "../actions/renaming.ts";
import { commit } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { announce } from "../ui/announce.ts";
import { Glyph } from "../ui/glyph.tsx";
import { described } from "./describe.ts";
import { choose } from "./layers.tsx";
import type { Row, Zone } from "./landing.ts";
import { closedGroups, setClosed } from "./rows.ts";
import { Thumb } from "./thumb.tsx";

export interface LayerRowProps {
  readonly row: Row;
  readonly chosen: boolean;
  /** It holds the list's tab stop. */
  readonly stop: boolean;
  /** A handle to drag by touch. */
  readonly grip: boolean;
  readonly mark: Zone | null;
}

export function LayerRow({ row, chosen, stop, grip: gripped, mark }: LayerRowProps) {
  const { layer, level } = row;
  const isGroup = layer.kind === "group";
  const closed = closedGroups.value.has(layer.id);
  const look = ["layer-row", chosen && "chosen", row.dimmed && "dimmed", mark && `drop-${mark}`].filter(Boolean).join(" ");
  return (
    <div class={look} role="row" data-row={layer.id} tabIndex={stop ? 0 : -1} aria-selected={chosen}
      aria-level={level} aria-posinset={row.position} aria-setsize={row.siblings}
      aria-expanded={isGroup ? !closed : undefined} style={{ "--level": level - 1 }}
      onClick={(event) => {
        if ((event.target as Element).closest("button, input")) return;
        choose(layer.id, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
      }}
      onDblClick={(event) => {
        if (!(event.target as Element).closest("button, input")) renaming.value = layer.id;
      }}>
      <span class="twist">
        {isGroup ? (
          <button type="button" tabIndex={-1} aria-hidden="true" class={closed ? "" : "open"} onClick={() => setClosed(layer.id, !closed)}>
            <Glyph drawing={right} />
          </button>
        ) : null}
      </span>
      <div role="gridcell" class="layer-what">
        <Thumb layer={layer} />
        {renaming.value === layer.id ? <Rename layer={layer} /> : (
          <span class="words">
            <bdi class="name" title={nameOf(layer)}>{nameOf(layer)}</bdi>
            <small>{described(layer)}</small>
          </span>
        )}
      </div>
      <Toggle layer={layer} field="locked" icons={[lockOpen, lock]} words={["Lock", "Unlock"]} />
      <Toggle layer={layer} field="hidden" icons={[eye, eyeOff]} words={["Hide", "Show"]} />
      {gripped ? <span class="grip" data-grip aria-hidden="true"><Glyph drawing={grip} /></span> : null}
    </div>
  );
}

interface ToggleProps {
  readonly layer: Layer;
  readonly field: "locked" | "hidden";
  readonly icons: readonly [off: string, on: string];
  readonly words: readonly [doIt: string, undoIt: string];
}

function Toggle({ layer, field, icons, words }: ToggleProps) {
  const on = layer[field];
  const said = words[on ? 1 : 0];
  const label = `${said} ${nameOf(layer)}`;
  const toggle = (): void => {
    commit([{ op: "set", layer: layer.id, field, value: !on }], said);
    announce(`${nameOf(layer)}: ${said.toLowerCase()}`);
  };
  return (
    <div role="gridcell" class={`layer-do ${field}${on ? " on" : ""}`}>
      <button type="button" class="btn ghost icon" tabIndex={-1} aria-label={label} title={said} onClick={toggle}>
        <Glyph drawing={icons[on ? 1 : 0]} />
      </button>
    </div>
  );
}

/** The name while it is typed: Enter keeps it, Esc doesn't. */
function Rename({ layer }: { layer: Layer }) {
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (keep: boolean): void => {
    if (ended.current) return;
    ended.current = true;
    const name = field.current?.value.trim() ?? "";
    const row = field.current?.closest<HTMLElement>("[data-row]");
    const hadFocus = document.activeElement === field.current;
    renaming.value = "";
    if (keep && name && name !== nameOf(layer)) {
      commit([{ op: "set", layer: layer.id, field: "name", value: name }], "Rename");
      announce(`Renamed to ${name}`);
    }
    if (hadFocus) row?.focus();
  };
  return (
    <input ref={field} class="field rename" dir="auto" maxLength={200} aria-label="Layer name" defaultValue={nameOf(layer)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") end(false);
      }} />
  );
}
