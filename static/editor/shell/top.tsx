/** The bar on top: whose document, is it saved, back and forth, how large, who else, and out. */

import { useRef, useState } from "preact/hooks";
import cloudOff from "lucide-static/icons/cloud-off.svg";
import download from "lucide-static/icons/download.svg";
import ellipsis from "lucide-static/icons/ellipsis.svg";
import minus from "lucide-static/icons/minus.svg";
import plus from "lucide-static/icons/plus.svg";
import share from "lucide-static/icons/share-2.svg";
import warn from "lucide-static/icons/triangle-alert.svg";
import { complain } from "../../base/toast.ts";
import { entriesOf } from "../actions/context_menu.ts";
import { keysOf } from "../actions/keyboard.ts";
import { action, perform } from "../actions/registry.ts";
import { documentName, redoLabel, rename, saveState, undoLabel } from "../document/store.ts";
import { openExport } from "../export/index.ts";
import { openShare } from "../share/dialog.tsx";
import { Presence } from "../share/presence.tsx";
import { zoomTo } from "../stage/navigate.ts";
import { phone } from "../state/shell.ts";
import { zoom } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { openMenu, type Entry } from "../ui/menu.tsx";
import { BackToBatch } from "./back_to_batch.tsx";

export function TopBar() {
  return (
    <header class="topbar">
      <div class="topbar-start">
        <a class="brand" href="/" aria-label="Studio: back to the library" title="Back to the library"><b aria-hidden="true">S</b></a>
        <BackToBatch />
        <Title />
        {phone.value ? null : <Saved />}
      </div>
      <div class="topbar-middle" role="group" aria-label="History and zoom">
        <History />
        {phone.value ? null : <Zoom />}
      </div>
      <div class="topbar-end">
        {phone.value ? <><Presence /><Saved /></> : <><Presence /><Button label="Share" onClick={openShare} /></>}
        <Button primary label="Export" icon={phone.value ? download : undefined} bare={phone.value} ghost={false} onClick={() => void openExport().catch(complain)} />
        {phone.value ? <More /> : null}
      </div>
    </header>
  );
}

/** The document's name, typed where it stands. */
function Title() {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const take = (): void => {
    const name = typed?.trim() ?? "";
    setTyped(null);
    if (!name || name === documentName.value) return;
    rename(name).then(() => announce(`The document is called ${name}`), complain);
  };
  const shown = typed ?? documentName.value;
  return (
    <div class="title" data-value={shown || " "}>
      <input ref={field} dir="auto" aria-label="Document name" maxLength={200} size={1} value={shown} spellcheck={false} autocomplete="off"
        onInput={(event) => setTyped(event.currentTarget.value)} onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Escape") return;
          setTyped(null);
          // Blurred once the old name stands in the field again.
          requestAnimationFrame(() => field.current?.blur());
        }} />
    </div>
  );
}

const DOTS = { saved: "good", saving: "busy", offline: "warn", failed: "bad", conflict: "bad" } as const;

function Saved() {
  const { kind, text } = saveState.value;
  const icon = kind === "offline" ? cloudOff : kind === "failed" || kind === "conflict" ? warn : "";
  return (
    <p class={`saved ${DOTS[kind]}`} role="status" title={text}>
      {icon ? <Glyph drawing={icon} /> : <i aria-hidden="true" />}
      <span>{kind === "saved" || kind === "saving" ? text : kind === "offline" ? "Offline" : "Not saved"}</span>
    </p>
  );
}

function History() {
  const undo = action("undo");
  const redo = action("redo");
  const label = (word: string, what: string): string => (what ? `${word}: ${what.toLowerCase()}` : word);
  return (
    <>
      <Button bare icon={undo.icon} label={label("Undo", undoLabel.value)} keys={keysOf(undo)} disabled={!undo.enabled()} onClick={() => void perform("undo")} />
      <Button bare icon={redo.icon} label={label("Redo", redoLabel.value)} keys={keysOf(redo)} disabled={!redo.enabled()} onClick={() => void perform("redo")} />
    </>
  );
}

const STEPS = [25, 50, 100, 200, 400];

function Zoom() {
  const percent = `${Math.round(zoom.value * 100)} %`;
  const open = (event: MouseEvent): void => {
    const steps = STEPS.map((step): Entry => ({ label: `${step} %`, run: () => zoomTo(step / 100) }));
    openMenu("Zoom", [...entriesOf([["zoom-in", "zoom-out"], ["fit", "zoom-selection"]]), null, ...steps], event.currentTarget as Element);
  };
  return (
    <div class="zoom">
      <Button bare icon={minus} label="Zoom out" keys={keysOf(action("zoom-out"))} onClick={() => void perform("zoom-out")} />
      <button type="button" class="zoom-now" aria-haspopup="menu" aria-label={`Zoom: ${percent}`} onClick={open}>{percent}</button>
      <Button bare icon={plus} label="Zoom in" keys={keysOf(action("zoom-in"))} onClick={() => void perform("zoom-in")} />
    </div>
  );
}

/** What has no room on a phone's bar. */
function More() {
  const open = (event: MouseEvent): void => {
    openMenu("More", [
      { label: "Share", icon: share, run: openShare },
      ...entriesOf([["paste", "select-all"], ["fit", "actual-size", "zoom-in", "zoom-out"], ["shortcuts"]]),
    ], event.currentTarget as Element);
  };
  return <Button bare icon={ellipsis} label="More" haspopup="menu" onClick={open} />;
}
