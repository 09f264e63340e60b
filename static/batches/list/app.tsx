/** The list: one row a batch, or what a batch is when there is none. */

import { useSignal } from "@preact/signals";
import more_ from "lucide-static/icons/ellipsis.svg";
import pauseIcon from "lucide-static/icons/pause.svg";
import playIcon from "lucide-static/icons/play.svg";
import plus from "lucide-static/icons/plus.svg";
import { complain } from "../../base/toast.ts";
import { announce } from "../../editor/ui/announce.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Dialog } from "../../editor/ui/dialog.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { openMenu, type Entries } from "../../editor/ui/menu.tsx";
import { pause, remove, start, type Batch } from "../shared/api.ts";
import { CountsBar } from "../shared/bar.tsx";
import { Once } from "../shared/page.tsx";
import { counted, paced, STATES } from "../shared/words.ts";
import { pageOf } from "./rows.ts";
import { count, forget, list, more, put, reload, thumbs, THUMBS, trouble } from "./state.ts";

export function App() {
  const leaving = useSignal<Batch | null>(null);
  const all = list.value;
  return (
    <>
      <div class="list-head">
        <h1>Batches</h1>
        {all?.length ? <a class="btn primary" href="/batches/new"><Glyph drawing={plus} /><span>New batch</span></a> : null}
      </div>
      {trouble.value ? (
        <p class="notice bad" role="alert"><strong>{trouble.value.message}</strong>{trouble.value.remedy} <Button label="Try again" onClick={() => void reload()} /></p>
      ) : null}
      {all?.length === 0 ? <Empty /> : null}
      <ul class="batch-list" aria-label="Batches" aria-busy={all === null}>
        {all?.map((one) => <Row key={one.id} batch={one} onLeave={() => { leaving.value = one; }} />)}
        {all === null && !trouble.value ? [1, 2, 3].map((n) => <li key={n} class="batch-row blank" aria-hidden="true" />) : null}
      </ul>
      {all && all.length < count.value ? <p class="more"><Button label="Show more" onClick={() => void more()} /></p> : null}
      {leaving.value ? <Leave batch={leaving.value} onClose={() => { leaving.value = null; }} /> : null}
      <Once />
    </>
  );
}

function Empty() {
  return (
    <section class="empty-list">
      <span class="art" aria-hidden="true"><i /><i /><i /></span>
      <p>A batch turns a folder of photos into files that marketplaces accept: cut out, on pure white, in the right size, checked one by one.</p>
      <a class="btn primary" href="/batches/new"><Glyph drawing={plus} /><span>New batch</span></a>
    </section>
  );
}

function Row({ batch, onLeave }: { batch: Batch; onLeave: () => void }) {
  const { counts, state, name } = batch;
  const pictures = thumbs.value.get(batch.id) ?? [];
  return (
    <li class="batch-row" data-state={state}>
      <a class="batch-link" href={pageOf(batch)}>
        <span class="batch-thumbs" aria-hidden="true">
          {Array.from({ length: THUMBS }, (_, n) => <span key={n}>{pictures[n] ? <img src={pictures[n]} alt="" loading="lazy" decoding="async" width="56" height="56" /> : null}</span>)}
        </span>
        <span class="batch-said">
          <span class="batch-name"><b dir="auto">{name}</b><State batch={batch} /></span>
          <span class="batch-way">
            {state === "draft" ? null : <CountsBar counts={counts} />}
            <span class="quiet numbers">{told(batch)}</span>
          </span>
        </span>
      </a>
      <span class="batch-do">
        <Button bare icon={more_} label={`More about ${name}`} haspopup="menu" onClick={(event) => openMenu(name, entries(batch, onLeave), event.currentTarget as Element)} />
      </span>
    </li>
  );
}

function State({ batch: { state, counts } }: { batch: Batch }) {
  const look = state === "done" ? (counts.failed + counts.review > 0 ? "warn" : "good") : "";
  return <span class={`chip ${look}`}>{STATES[state]}</span>;
}

function told(batch: Batch): string {
  const { counts, state } = batch;
  if (state === "draft") return `${counted(counts.total, "photo")} · ${day(batch.created)}`;
  if (state === "running") return [`${counts.done.toLocaleString("en")} of ${counts.total.toLocaleString("en")}`, paced(batch)].filter(Boolean).join(" · ");
  const left = counts.review + counts.failed;
  const rest = [counts.review ? `${counts.review} to review` : "", counts.failed ? `${counts.failed} failed` : ""].filter(Boolean).join(", ");
  const done = state === "done" ? counted(counts.total, "photo") : `${counts.done.toLocaleString("en")} of ${counts.total.toLocaleString("en")}`;
  return [done, left ? rest : "", day(batch.finished ?? batch.created)].filter(Boolean).join(" · ");
}

function day(moment: string): string {
  const at = new Date(moment);
  const today = new Date();
  if (at.toDateString() === today.toDateString()) return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const year = at.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const };
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year });
}

function entries(batch: Batch, onLeave: () => void): Entries {
  const { id, state, name } = batch;
  const act = (work: (id: string) => Promise<Batch>, said: string) => () => {
    work(id).then((now) => { put(now); announce(`${name} ${said}`); }, complain);
  };
  const going = state === "running" ? [{ label: "Pause", icon: pauseIcon, run: act(pause, "is paused") }] : [];
  const open = state === "paused" || state === "cancelled" ? [{ label: "Go on", icon: playIcon, run: act(start, "goes on") }] : [];
  return [
    { label: "Open", run: () => location.assign(pageOf(batch)) },
    { label: "Recipe and photos", run: () => location.assign(`/batches/${id}/recipe`) },
    ...going,
    ...open,
    null,
    { label: "Delete", danger: true, run: onLeave },
  ];
}

function Leave({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const leave = (): void => {
    onClose();
    remove(batch.id).then(() => { forget(batch.id); announce(`${batch.name} is deleted`); }, complain);
  };
  return (
    <Dialog title={`Delete “${batch.name}”?`} onClose={onClose}
      actions={<><Button label="Keep it" onClick={onClose} /><Button danger label="Delete" onClick={leave} /></>}>
      <p>Its files are removed. The photos stay in the library, and so do documents that you edited.</p>
    </Dialog>
  );
}
