/** The page's own bar: the batch's name, whether it is kept, saved recipes, and the one big step. */

import { useSignal } from "@preact/signals";
import arrowLeft from "lucide-static/icons/arrow-left.svg";
import book from "lucide-static/icons/book-marked.svg";
import play from "lucide-static/icons/play.svg";
import { Button } from "../../editor/ui/button.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { counted } from "../shared/words.ts";
import { arriving, usable } from "./bring.ts";
import { Recipes } from "./recipes.tsx";
import { plainName, saved, type Saved } from "./saving.ts";
import { go, starting } from "./start.ts";
import { held, isChanged, isDraft, targets, title } from "./state.ts";

const SAID: Readonly<Record<Saved, string>> = {
  kept: "",
  saved: "Saved",
  saving: "Saving…",
  away: "Not saved: the studio can't be reached",
  refused: "Not saved: look at the recipe",
  changed: "Kept here until you use it",
};

export function Bar() {
  const open = useSignal(false);
  const back = held.value && !isDraft.value ? `/batches/${held.value.id}` : "/batches";
  return (
    <div class="setup-bar">
      <a class="btn ghost icon" href={back} aria-label={back === "/batches" ? "Back to the batches" : "Back to the batch"}><Glyph drawing={arrowLeft} /></a>
      <h1 class="visually-hidden">{isDraft.value ? "New batch" : "Recipe of the batch"}</h1>
      <input class="title-field" type="text" aria-label="Name of the batch" value={title.value} placeholder={plainName()} maxLength={255} dir="auto" autocomplete="off" spellcheck={false}
        onInput={(event) => { title.value = event.currentTarget.value; }} />
      <span class="saved quiet" role="status" data-saved={saved.value}>{SAID[saved.value]}</span>
      <span class="gap" />
      <Button icon={book} label="Recipes" haspopup="dialog" onClick={() => { open.value = true; }} />
      <Start />
      {open.value ? <Recipes onClose={() => { open.value = false; }} /> : null}
    </div>
  );
}

function Start() {
  const ready = usable.value > 0 && targets.value.length > 0;
  const coming = arriving.value;
  const idle = coming === 0 && !ready;
  const nothing = !isDraft.value && !isChanged.value && coming === 0;
  return (
    <span class="start">
      <Button primary icon={play} label={label(coming)} disabled={starting.value === "now" || idle || nothing} onClick={go} />
    </span>
  );
}

function label(coming: number): string {
  if (starting.value === "now") return "Starting…";
  if (starting.value === "waits") return `Starts after ${counted(coming, "upload")}`;
  if (!isDraft.value) return "Use this recipe";
  return usable.value > 0 ? `Start ${counted(usable.value, "photo")}` : "Start";
}
