/** One item above the grid: before and after, every check with its value, and the decision. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import left from "lucide-static/icons/chevron-left.svg";
import right from "lucide-static/icons/chevron-right.svg";
import cross from "lucide-static/icons/x.svg";
import { Button } from "../../editor/ui/button.tsx";
import { Segmented } from "../../editor/ui/choice.tsx";
import type { Item, Result } from "../shared/api.ts";
import { Checks } from "./checks.tsx";
import { Compare, type Side } from "./compare.tsx";
import { DecisionBar, Help } from "./decision_bar.tsx";
import { decide, edit, retry, undo, undoable } from "./deciding.ts";
import { actOf, type Act, type Holder } from "./keys.ts";
import { beside } from "./listing.ts";
import { renew } from "./loading.ts";
import { close, open } from "./places.ts";
import { reveal } from "./revealing.ts";
import { gestures, type Acts } from "./gestures.ts";
import { known, lastDone, opened, order, place, shownItem } from "./state.ts";
import { saidOf, short, TONES } from "./words.ts";
import { Working } from "./working_bar.tsx";
import { actual, fit, pan, panned, toggle, zoomBy, zoomed, zoomIn, zoomOut } from "./zoom.ts";

export function Viewer() {
  const box = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLElement>(null);
  const [side, setSide] = useState<Side>("after");
  const [target, setTarget] = useState("");
  const item = shownItem.value;
  const id = opened.value ?? "";
  useEffect(() => shown(box.current), []);
  // Before it is seen: what a quick hand does to the next photo isn't taken back.
  useLayoutEffect(() => {
    setSide("after");
    fit();
    if (known.value.has(id)) renew([id]);
    prefetch(id);
  }, [id]);
  const result = item?.results.find((one) => one.target === target) ?? item?.results[0];
  useEffect(() => listened(() => setSide((now) => (now === "after" ? "before" : "after"))), []);
  useEffect(() => (stage.current ? gestures(stage.current, HANDS) : undefined), []);
  return (
    <dialog ref={box} class="viewer" aria-label={item ? item.name : "Photo"}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}>
      <div class="viewer-in" tabIndex={-1}>
        <Top item={item} />
        <section ref={stage} class="viewer-stage" aria-label="Picture">
          {item ? <Compare key={item.id} item={item} result={result} side={side} onSide={setSide} /> : <div class="frame blank" />}
        </section>
        <aside class="viewer-side" aria-label="Checks">
          {item ? <Targets item={item} result={result} onChange={setTarget} /> : null}
          {item ? <Checks item={item} result={result} /> : <p class="blank-lines" aria-busy="true"><i /><i /><i /></p>}
        </aside>
        <footer>
          {item ? <DecisionBar item={item} /> : null}
          <div class="viewer-last"><p role="status">{lastDone.value}</p>
            {undoable.value > 0 ? <Button ghost label="Undo" keys="Z" onClick={() => void undo()} /> : null}</div>
          <Help />
        </footer>
      </div>
      <Working />
      <div class="toasts" role="status" />
    </dialog>
  );
}

/** Shows the dialog; afterwards the keyboard is at the card of the item that was seen last. */
function shown(box: HTMLDialogElement | null): () => void {
  lastDone.value = "";
  box?.showModal();
  box?.querySelector<HTMLElement>(".viewer-in")?.focus();
  let last = opened.peek();
  const end = opened.subscribe((now) => {
    last = now ?? last;
  });
  return () => {
    end();
    box?.close();
    if (last !== null) reveal(last);
  };
}

/** The next item's picture is there when it is asked for. */
function prefetch(id: string): void {
  const next = beside(order.value ?? [], id, 1, place.value);
  const [first] = next === null ? [] : (known.value.get(next)?.results ?? []);
  if (first) new Image().src = `/p/${first.key}`;
}

function Top({ item }: { item: Item | null }) {
  const ids = order.value ?? [];
  const at = ids.indexOf(opened.value ?? "");
  return (
    <header>
      <div class="viewer-name">
        <h2 dir="auto" title={item?.name}>{item?.name ?? "…"}</h2>
        {item ? <span class={`chip ${TONES[item.state]}`}>{saidOf(item)}</span> : null}
      </div>
      <span class="quiet numbers">{at >= 0 ? `${(at + 1).toLocaleString("en")} of ${ids.length.toLocaleString("en")}` : ""}</span>
      <Button bare label="Previous" keys="K" icon={left} disabled={beside(ids, opened.value ?? "", -1, place.value) === null} onClick={() => go(-1)} />
      <Button bare label="Next" keys="J" icon={right} disabled={beside(ids, opened.value ?? "", 1, place.value) === null} onClick={() => go(1)} />
      <Button bare label="Close" keys="Esc" icon={cross} onClick={close} />
    </header>
  );
}

function Targets({ item, result, onChange }: { item: Item; result: Result | undefined; onChange: (target: string) => void }) {
  if (!result || item.results.length < 2) return null;
  const choices = item.results.map((one) => ({ value: one.target, label: short(one.title) }));
  return <Segmented bare label="Target" value={result.target} choices={choices} onChange={onChange} />;
}

/** False at the end of the list. */
function go(step: 1 | -1): boolean {
  const next = beside(order.value ?? [], opened.value ?? "", step, place.value);
  if (next !== null) open(next);
  return next !== null;
}

const HANDS: Acts = { zoomed: () => zoomed.peek(), zoom: zoomBy, pan, toggle, turn: go };

function holderOf(target: Element): Holder {
  if (target.matches("input[type=range], input[type=radio]")) return "slider";
  if (target.matches("input, textarea, select")) return "text";
  return target.matches("button, a, summary") ? "button" : "page";
}

/** The whole document: a button that had the focus may have gone, or be disabled now. */
function listened(turn: () => void): () => void {
  const heard = (event: KeyboardEvent): void => pressed(event, turn);
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}

/** A key that is held down does these again and again. */
const OFTEN: readonly Act[] = ["next", "previous", "in", "out"];

function pressed(event: KeyboardEvent, turn: () => void): void {
  const id = opened.value;
  const holder = holderOf(event.target as Element);
  const act = actOf(event, holder);
  if ((act === "next" || act === "previous") && panned(event.key)) return event.preventDefault();
  const held = event.repeat && (act === null || !OFTEN.includes(act));
  if (act === null || id === null || held) return;
  event.preventDefault();
  const acts: Readonly<Record<Act, () => void>> = {
    next: () => void go(1),
    previous: () => void go(-1),
    accept: () => void decide("accept", [id]),
    drop: () => void decide("drop", [id]),
    retry: () => void retry([id]),
    edit: () => void edit(id),
    undo: () => void undo(),
    compare: turn,
    in: zoomIn,
    out: zoomOut,
    fit,
    actual,
  };
  acts[act]();
}
