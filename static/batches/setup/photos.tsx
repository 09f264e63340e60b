/** The photos of the batch, those on their way, and the ways to bring more. */

import { useEffect, useRef, useState } from "preact/hooks";
import plus from "lucide-static/icons/plus.svg";
import close from "lucide-static/icons/x.svg";
import { complain } from "../../base/toast.ts";
import { thumbOf } from "../../editor/net/shelf.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { openMenu } from "../../editor/ui/menu.tsx";
import type { Item } from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import { arriving, items, more, remove, tick, total, uploads } from "./bring.ts";
import { Incoming } from "./incoming.tsx";
import { pick, shown } from "./preview.ts";
import { isDraft } from "./state.ts";
import { wayEntries } from "./ways.tsx";

export function Photos() {
  void tick.value;
  const broken = items.value.filter((one) => one.original === null).length;
  const rest = total.value - items.value.length;
  return (
    <section class="brought" aria-labelledby="photos-title">
      <div class="brought-head">
        <h2 id="photos-title">Photos</h2>
        <span class="quiet numbers">{total.value.toLocaleString("en")}</span>
        {broken > 0 ? <span class="chip bad numbers">{counted(broken, "photo")} can't be read</span> : null}
        {isDraft.value ? null : <span class="quiet">New photos are made at once.</span>}
        <Button icon={plus} label="Add photos" haspopup="menu" class="end"
          onClick={(event) => openMenu("Add photos", wayEntries(), event.currentTarget as Element)} />
      </div>
      {arriving.value > 0 || uploads.failed > 0 ? <Incoming /> : null}
      <ul class="shots" aria-label="Photos of the batch">
        {items.value.map((item) => <Shot key={item.id} item={item} />)}
      </ul>
      {rest > 0 && items.value.length > 0 ? <More /> : null}
    </section>
  );
}

function Shot({ item }: { item: Item }) {
  const inPreview = item.original !== null && shown.value.includes(item.original);
  const [leaving, setLeaving] = useState(false);
  const leave = (event: { currentTarget: HTMLElement }): void => {
    const place = event.currentTarget.closest("li");
    const next = place?.nextElementSibling ?? place?.previousElementSibling;
    setLeaving(true);
    // The keyboard stays in the list when the button that it is on goes away.
    const follow = (): void => { if (document.activeElement === document.body) next?.querySelector<HTMLElement>(".shot-off")?.focus(); };
    remove(item).then(() => requestAnimationFrame(follow), (error: unknown) => { setLeaving(false); complain(error); });
  };
  return (
    <li class={leaving ? "leaving" : ""}>
      {item.original === null ? (
        <div class="shot broken" title={`${item.name}: ${item.error?.text ?? ""} ${item.error?.remedy ?? ""}`}>
          <span class="shot-picture"><span class="why">{item.error?.text ?? "It can't be read."}</span></span>
          <span class="shot-name" dir="auto">{item.name}</span>
        </div>
      ) : (
        <button type="button" class="shot" aria-pressed={inPreview} aria-label={`${item.name}, in the preview`} title={inPreview ? item.name : `${item.name}: show it in the preview`}
          onClick={() => pick(item.original ?? "")}>
          <span class="shot-picture"><img src={thumbOf(item.original)} alt="" loading="lazy" decoding="async" width="168" height="168" /></span>
          <span class="shot-name" dir="auto">{item.name}</span>
        </button>
      )}
      <button type="button" class="shot-off" aria-label={`Take ${item.name} out`} title="Take it out of the batch" disabled={leaving} onClick={leave}><Glyph drawing={close} /></button>
    </li>
  );
}

/** Asks for the next page when it comes into sight; a button for those who don't scroll. */
function More() {
  const mark = useRef<HTMLParagraphElement>(null);
  const next = (): void => void more().catch(complain);
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) next(); });
    if (mark.current) watch.observe(mark.current);
    return () => watch.disconnect();
  }, [items.value.length]);
  return <p ref={mark} class="more"><Button label="Show more" onClick={next} /></p>;
}
