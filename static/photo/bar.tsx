/** The page's own bar: history, compare, address, download. */

import arrowLeft from "lucide-static/icons/arrow-left.svg";
import download from "lucide-static/icons/download.svg";
import eye from "lucide-static/icons/eye.svg";
import layers from "lucide-static/icons/layers.svg";
import link from "lucide-static/icons/link.svg";
import redo from "lucide-static/icons/redo-2.svg";
import undo from "lucide-static/icons/undo-2.svg";
import { complain, say } from "../base/toast.ts";
import { sendJson } from "../editor/net/api.ts";
import { Glyph } from "../editor/ui/glyph.tsx";
import { urlOf } from "./recipe.ts";
import { canRedo, canUndo, comparing, goBack, goForward, recipe } from "./state.ts";

async function copy(photo: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(urlOf(recipe.value, photo), location.href).href);
  say("The address is copied.", "It works for you; sign it to show it to others.");
}

/** A document of the photo's own size, with it as its one layer. */
async function compose(photo: string): Promise<void> {
  try {
    const made = await sendJson<{ id: string }>("POST", "/api/documents/from-originals", { originals: [photo] });
    location.assign(`/documents/${made.id}`);
  } catch (error) {
    complain(error);
  }
}

function hold(on: boolean) {
  return () => {
    comparing.value = on;
  };
}

export function Bar({ photo, name }: { photo: string; name: string }) {
  return (
    <div class="tools">
      <a class="btn ghost icon" href="/" aria-label="Back to the library"><Glyph drawing={arrowLeft} /></a>
      <h1 dir="auto" title={name}>{name}</h1>
      <div class="group">
        <button type="button" class="btn ghost icon" aria-label="Undo" title="Undo (Ctrl Z)" disabled={!canUndo.value} onClick={goBack}><Glyph drawing={undo} /></button>
        <button type="button" class="btn ghost icon" aria-label="Redo" title="Redo (Ctrl Shift Z)" disabled={!canRedo.value} onClick={goForward}><Glyph drawing={redo} /></button>
        <button type="button" class="btn ghost icon" aria-label="Hold to see the original" title="Hold to see the original"
          onPointerDown={hold(true)} onPointerUp={hold(false)} onPointerLeave={hold(false)}
          onKeyDown={(event) => event.key === " " && hold(true)()} onKeyUp={hold(false)} onBlur={hold(false)}>
          <Glyph drawing={eye} />
        </button>
      </div>
      <div class="group end">
        <button type="button" class="btn" onClick={() => void compose(photo)}><Glyph drawing={layers} /><span>New document</span></button>
        <button type="button" class="btn" onClick={() => void copy(photo)}><Glyph drawing={link} /><span>Copy URL</span></button>
        <a class="btn primary" href={urlOf(recipe.value, photo)} download={name.replace(/\.[^.]*$/, "")}><Glyph drawing={download} /><span>Download</span></a>
      </div>
    </div>
  );
}
