/** Name, state, progress, and what can be asked of the batch. */

import { useEffect, useRef, useState } from "preact/hooks";
import bell from "lucide-static/icons/bell.svg";
import ellipsis from "lucide-static/icons/ellipsis.svg";
import eye from "lucide-static/icons/eye.svg";
import pencil from "lucide-static/icons/pencil.svg";
import pauseIcon from "lucide-static/icons/pause.svg";
import play from "lucide-static/icons/play.svg";
import again from "lucide-static/icons/rotate-ccw.svg";
import sliders from "lucide-static/icons/sliders-horizontal.svg";
import { events } from "../../editor/net/events.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Dialog } from "../../editor/ui/dialog.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { openMenu, type Entries } from "../../editor/ui/menu.tsx";
import type { Batch } from "../shared/api.ts";
import { CountsBar } from "../shared/bar.tsx";
import { WhenDone } from "../shared/when_done.tsx";
import { counted, paced, STATES } from "../shared/words.ts";
import { Downloads } from "./downloads.tsx";
import { cancel, pause, remove, rename, rerun, retryFailed, start } from "./moving.ts";
import { review } from "./places.ts";
import { batch, stale } from "./state.ts";

export function Head() {
  const now = batch.value;
  const [asked, ask] = useState<"" | "delete" | "told">("");
  const end = (): void => ask("");
  if (!now) return null;
  return (
    <header class="review-head">
      <div class="review-title">
        <a class="quiet" href="/batches">Batches</a>
        <span class="quiet" aria-hidden="true">/</span>
        <Name now={now} />
        <span class="chip" data-state={now.state}>{STATES[now.state]}</span>
      </div>
      <Acts now={now} onAsk={ask} />
      <Progress now={now} />
      <Notices now={now} />
      {asked === "delete" ? <Deleting now={now} onClose={end} /> : null}
      {asked === "told" ? <Dialog title="When done" onClose={end}><WhenDone id={now.id} ensure={() => Promise.resolve(now.id)} /></Dialog> : null}
    </header>
  );
}

function Name({ now }: { now: Batch }) {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [typed === null]);
  if (typed === null) {
    return (
      <>
        <h1 dir="auto" title={now.name}>{now.name}</h1>
        <Button bare label="Rename" icon={pencil} class="rename" onClick={() => setTyped(now.name)} />
      </>
    );
  }
  const take = (): void => {
    setTyped(null);
    if (typed.trim() && typed.trim() !== now.name) void rename(typed.trim());
  };
  return (
    <>
      <h1 class="visually-hidden">{now.name}</h1>
      <input ref={field} class="field" dir="auto" aria-label="Name of the batch" maxLength={255} value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)} onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") setTyped(null);
        }} />
    </>
  );
}

function Acts({ now, onAsk }: { now: Batch; onAsk: (what: "delete" | "told") => void }) {
  const { counts, state } = now;
  const waits = counts.waiting > 0;
  const curable = counts.failed - counts.unreadable;
  const looks = state === "done" && counts.review > 0;
  const more: Entries = [
    { label: "Re-run what changed", icon: again, run: () => void rerun(), disabled: counts.done === 0 },
    ...(state === "running" || state === "paused" ? [{ label: "Cancel the batch", run: () => void cancel() }] : []),
    { label: "When done…", icon: bell, run: () => onAsk("told") },
    null,
    { label: "Delete the batch…", danger: true, run: () => onAsk("delete") },
  ];
  return (
    <div class="review-acts">
      {state === "running" ? <Button label="Pause" icon={pauseIcon} onClick={() => void pause()} /> : null}
      {state === "draft" ? <Button primary label="Start" icon={play} disabled={!waits} onClick={() => void start()} /> : null}
      {state === "paused" ? <Button primary label="Resume" icon={play} onClick={() => void start()} /> : null}
      {state === "cancelled" && waits ? <Button primary label="Go on" icon={play} onClick={() => void start()} /> : null}
      {curable > 0 ? <Button label={`Retry failed (${curable.toLocaleString("en")})`} icon={again} onClick={() => void retryFailed()} /> : null}
      {looks ? <Button primary label={`Review ${counts.review.toLocaleString("en")}`} icon={eye} onClick={() => void review()} /> : null}
      <a class="btn change" href={`/batches/${now.id}/recipe`} title="Change the recipe"><Glyph drawing={sliders} /><span>Change recipe</span></a>
      <Downloads now={now} />
      <Button bare label="More" icon={ellipsis} haspopup="menu" ghost={false} onClick={(event) => openMenu("More", more, event.currentTarget as Element)} />
    </div>
  );
}

function Progress({ now }: { now: Batch }) {
  const { counts, state } = now;
  const words = paced(now) || (state === "running" && counts.done < counts.total ? "the estimate follows in a moment" : "");
  return (
    <div class="review-progress">
      <b class="numbers">{counts.done.toLocaleString("en")} of {counts.total.toLocaleString("en")}</b>
      <CountsBar counts={counts} />
      <span class="quiet numbers">{state === "running" ? words : ended(now)}</span>
      {stale.value > 0 && state !== "running" ? <Stale /> : null}
    </div>
  );
}

/** In the line of the progress, so that nothing moves when it comes. */
function Stale() {
  const count = stale.value;
  const text = `${counted(count, "photo")} ${count === 1 ? "was" : "were"} made of an older recipe`;
  return (
    <span class="review-stale" role="status" title="Their files stay as they are until you make them anew.">
      <span>{text}</span><Button label={`Re-run ${count.toLocaleString("en")}`} icon={again} onClick={() => void rerun()} />
    </span>
  );
}

function ended({ state, counts }: Batch): string {
  const left = counts.waiting + counts.running;
  if (state === "done" || left === 0) return counts.review > 0 ? `${counts.review.toLocaleString("en")} to review` : "";
  return `${left.toLocaleString("en")} ${left === 1 ? "waits" : "wait"}`;
}

function Notices({ now }: { now: Batch }) {
  const empty = now.counts.total + now.counts.dropped === 0;
  return (
    <>
      {events.state.value === "offline" ? (
        <p class="notice warn" role="status"><strong>The studio can't be reached.</strong>What you see may be old; it goes on by itself.</p>
      ) : null}
      {empty ? (
        <div class="review-empty"><p>There are no photos in this batch yet.</p><a class="btn primary" href={`/batches/${now.id}/recipe`}>Add photos</a></div>
      ) : null}
    </>
  );
}

function Deleting({ now, onClose }: { now: Batch; onClose: () => void }) {
  const actions = (
    <>
      <Button label="Keep" onClick={onClose} />
      <Button danger label="Delete" class="solid" onClick={() => void remove()} />
    </>
  );
  return (
    <Dialog title={`Delete “${now.name}”?`} onClose={onClose} actions={actions}>
      <p>Its files and decisions are gone then. The {counted(now.counts.total + now.counts.dropped, "photo")} and what was edited stay in the library.</p>
    </Dialog>
  );
}
