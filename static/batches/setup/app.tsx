/** The page: the recipe on the left, what comes out and the photos on the right; on a phone in turn. */

import { useSignal } from "@preact/signals";
import { Segmented } from "../../editor/ui/choice.tsx";
import { Once } from "../shared/page.tsx";
import { Bar } from "./bar.tsx";
import { arriving, items, tick, uploads } from "./bring.ts";
import { Form } from "./form.tsx";
import { Incoming } from "./incoming.tsx";
import { Photos } from "./photos.tsx";
import { shown } from "./preview.ts";
import { Stage } from "./stage.tsx";
import { Empty, Ways } from "./ways.tsx";

const TABS = [{ value: "photos", label: "Photos" }, { value: "recipe", label: "Recipe" }] as const;

export function App() {
  void tick.value;
  const tab = useSignal<"photos" | "recipe">("photos");
  const coming = arriving.value > 0 || uploads.failed > 0;
  const empty = items.value.length === 0;
  return (
    <div class="setup-page" data-tab={tab.value} data-empty={empty ? "" : undefined}>
      <Bar />
      <div class="phone-tabs"><Segmented bare label="Show" value={tab.value} choices={TABS} onChange={(next) => { tab.value = next; }} /></div>
      <aside class="recipe-panel" aria-label="Recipe"><Form /></aside>
      <div class="results">
        {shown.value.length > 0 ? <Stage /> : null}
        {empty ? <div class="first-photos">{coming ? <Incoming /> : null}<Empty /></div> : <Photos />}
      </div>
      <Ways />
      <Once />
    </div>
  );
}

/** The page's shape while it is asked what a recipe may hold. */
export function Skeleton() {
  return (
    <div class="setup-page" aria-busy="true">
      <div class="setup-bar"><h1 class="visually-hidden">New batch</h1></div>
      <aside class="recipe-panel" aria-label="Recipe">{[1, 2, 3, 4, 5, 6].map((n) => <i key={n} class="bone" />)}</aside>
      <div class="results" />
    </div>
  );
}
