/** The library: photos arrive, are found again, become documents, go and come back. */

import { say } from "../base/toast.ts";
import { Actions } from "./actions.ts";
import { Arriving, type Arrival } from "./arriving.ts";
import { newDocuments, offers, selectionBar } from "./bars.ts";
import { Choosing } from "./choosing.ts";
import { counted, tell } from "./dialogs.ts";
import { keepFresh } from "./freshness.ts";
import { listen } from "./incoming.ts";
import { watch } from "./online.ts";
import { Shelf } from "./shelf.ts";

/** True when the photo's own card takes the place of the one that told of its way. */
async function arrived(shelf: Shelf, { fresh, original }: Arrival): Promise<boolean> {
  const key = `photo-${original.id}`;
  if (shelf.place !== "photos") {
    if (fresh) shelf.move(1, null, "photos");
    return fresh;
  }
  const shown = (await shelf.order()).includes(key);
  if (!fresh && shown) return false;
  // The same bytes lay in the trash, or are hidden by a search.
  await shelf.grid.bring(key);
  if (fresh) shelf.move(1, null, "photos");
  else await shelf.reload();
  return true;
}

function uploads(shelf: Shelf, actions: Actions): void {
  const section = shelf.root.querySelector<HTMLElement>("#arriving");
  const picker = shelf.root.querySelector<HTMLInputElement>("#pick");
  if (!section || !picker) return;
  const arriving = new Arriving(section, (arrival) => arrived(shelf, arrival));
  arriving.onEnd((originals) => {
    tell(`${counted(originals.length, "photo")} here.`);
    if (shelf.place !== "documents") return;
    const keys = originals.map((one) => `photo-${one.id}`);
    say(`${counted(keys.length, "photo")} came to your photos.`, "", false, {
      label: "New document with them",
      run: () => void actions.compose(keys),
    });
  });
  listen(picker, (files) => arriving.take(files));
}

/** Going back leads to where one was: the page is long only once its order is known. */
function rememberPlace(shelf: Shelf): void {
  const name = `studio-library-${location.pathname}${location.search}`;
  const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const left = Number(sessionStorage.getItem(name) ?? 0);
  addEventListener("pagehide", () => sessionStorage.setItem(name, String(scrollY)));
  if (left > 0 && way && way.type !== "navigate") void shelf.order().then(() => scrollTo(0, left));
}

const root = document.querySelector<HTMLElement>("#shelf");
if (root) {
  const shelf = new Shelf(root);
  const actions = new Actions(shelf);
  const choosing = new Choosing(shelf, actions);
  selectionBar(shelf, actions, choosing);
  newDocuments(actions);
  offers(shelf, actions);
  uploads(shelf, actions);
  rememberPlace(shelf);
  keepFresh(shelf);
  watch(root.querySelector("#offline"));
}
