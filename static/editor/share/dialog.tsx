/** Links by which others may look at this document. */

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import copyIcon from "lucide-static/icons/copy.svg";
import link from "lucide-static/icons/link.svg";
import { documentId, flushed } from "../document/store.ts";
import { events } from "../net/events.ts";
import { StudioError } from "../net/errors.ts";
import { announce } from "../ui/announce.ts";
import { useAskingFocus } from "../ui/asking.ts";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { compositionAddress, guestEnd, links, loadLinks, makeLink, revokeLink, TERMS, type Link, type Term } from "./links.ts";
import { useAttendance } from "./presence.tsx";
import { endText, madeText } from "./words.ts";

const shown = signal(false);
/** The link that was copied a moment ago. */
const onClipboard = signal("");
const SHOWN_MS = 4000;

/** Opens the dialog; `<ShareDialog />` draws it. */
export function openShare(): void {
  shown.value = true;
}

/** All of sharing that lies above the editor: this window's presence, and the dialog when it is open. */
export function ShareDialog() {
  useAttendance();
  return shown.value ? <Links /> : null;
}

function Links() {
  const [term, setTerm] = useState<Term>("week");
  /** Not `disabled`: a button that is disabled loses the keyboard. */
  const busy = useRef(false);
  const [fault, setFault] = useState<StudioError | null>(null);
  const box = useRef<HTMLDivElement>(null);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setFault(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      setFault(error);
      announce(error.message);
    }
  };
  useEffect(() => {
    const load = (): void => void attempt(() => loadLinks(documentId()));
    load();
    return events.on("document.shared", (news) => {
      if (news.id === documentId()) load();
    });
  }, []);
  const make = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      await attempt(async () => {
        // Who opens the link at once shall see what is on the screen now.
        await flushed();
        await copied(await makeLink(documentId(), term));
      });
    } finally {
      busy.current = false;
    }
  };
  const revoke = (id: string) =>
    attempt(async () => {
      await revokeLink(documentId(), id);
      announce("The link is revoked.");
      // The button that was pressed is gone.
      box.current?.querySelector<HTMLElement>(".primary")?.focus();
    });

  const address = () =>
    attempt(async () => {
      await flushed();
      const address = await compositionAddress(documentId());
      if (!(await written(address))) throw new StudioError("clipboard", 0, "The browser forbids copying. This is the address:", address);
      onClipboard.value = "address";
      announce("The address is copied.");
    });
  const foot = (
    <div class="address-line">
      <small>{onClipboard.value === "address" ? "Copied: it makes this document anew." : "For simple documents"}</small>
      <Button label="Copy as an address" onClick={() => void address()} />
    </div>
  );

  return (
    <Dialog title="Share" actions={foot} onClose={() => { shown.value = false; onClipboard.value = ""; }}>
      <div class="sharing" ref={box}>
        <p>Whoever has a link sees this document as it is then: the picture only, without signing in.</p>
        {guestEnd.value ? (
          <p class="notice">You are a guest: links end with your workspace, if nobody uses it, on {madeText(guestEnd.value)}.</p>
        ) : null}
        <Segmented label="Link holds for" value={term} choices={TERMS} onChange={setTerm} />
        <Button primary label="Create link" icon={link} onClick={() => void make()} />
        {fault ? <p class="notice bad" role="alert"><strong>{fault.message}</strong>{fault.remedy}</p> : null}
        <List onRevoke={(id) => void revoke(id)} />
      </div>
    </Dialog>
  );
}

function List({ onRevoke }: { onRevoke: (id: string) => void }) {
  const all = links.value;
  if (all === null) return <p class="quiet" role="status">Looking for links…</p>;
  if (all.length === 0) return <p class="quiet">No links yet.</p>;
  return (
    <ul class="links" aria-label="Links">
      {all.map((one) => <Row key={one.id} one={one} onRevoke={onRevoke} />)}
    </ul>
  );
}

function Row({ one, onRevoke }: { one: Link; onRevoke: (id: string) => void }) {
  const [asking, setAsking] = useState(false);
  const buttons = useAskingFocus(asking);
  const state = one.revoked ? "Revoked" : endText(one.expires, Date.now());
  const name = `link made ${madeText(one.created)}`;
  return (
    <li class={one.live ? "" : "ended"}>
      <div>
        <input class="field" readOnly value={one.absolute} aria-label={`Address of the ${name}`} disabled={!one.live}
          onFocus={(event) => event.currentTarget.select()} />
        <small>Made {madeText(one.created)} · <span class={one.live ? "" : "over"}>{state}</span>
          {onClipboard.value === one.id ? <b> · Copied</b> : null}</small>
      </div>
      {one.live && !asking ? (
        <div class="row-actions" ref={buttons}>
          <Button bare label={`Copy the ${name}`} icon={copyIcon} onClick={() => void copied(one)} />
          <Button label="Revoke" onClick={() => setAsking(true)} />
        </div>
      ) : null}
      {one.live && asking ? (
        <div class="row-actions" ref={buttons} role="group" aria-label={`Revoke the ${name} for everybody?`}>
          <Button danger label="Revoke for all" onClick={() => onRevoke(one.id)} />
          <Button ghost label="Keep" onClick={() => setAsking(false)} />
        </div>
      ) : null}
    </li>
  );
}

/** Puts a link on the clipboard; its address stands in the list in any case. */
async function copied(one: Link): Promise<void> {
  if (!(await written(one.absolute))) {
    announce("The link is made. Copy its address from the list.");
    return;
  }
  announce("The link is copied.");
  onClipboard.value = one.id;
  setTimeout(() => {
    if (onClipboard.value === one.id) onClipboard.value = "";
  }, SHOWN_MS);
}

/** False where the browser forbids it, as on addresses without encryption. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
