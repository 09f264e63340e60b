/** A batch before it runs: its recipe beside a preview, and its photos. */

import { render } from "preact";
import { complain } from "../../base/toast.ts";
import { getJson } from "../../editor/net/api.ts";
import { events } from "../../editor/net/events.ts";
import { batch, markets } from "../shared/api.ts";
import { handed } from "../shared/handing.ts";
import { App, Skeleton } from "./app.tsx";
import { addHeld, follow as followPhotos, more } from "./bring.ts";
import { follow as followPreview } from "./preview.ts";
import { follow as followEdits, recalled, saved, saveNow } from "./saving.ts";
import { follow as followStart } from "./start.ts";
import type { Schema } from "./schema.ts";
import { follow as followTables } from "./skus.ts";
import { facts, held, isChanged, isDraft, recipe, title } from "./state.ts";

async function begin(root: HTMLElement): Promise<void> {
  render(<Skeleton />, root);
  const id = root.dataset["batch"];
  const [schema, known, there] = await Promise.all([
    getJson<Schema>("/api/batches/schema"),
    markets(),
    id ? batch(id) : null,
  ]);
  facts.value = { schema, markets: known, folders: "folders" in root.dataset, most: Number(root.dataset["most"]) };
  held.value = there;
  const kept = recalled();
  title.value = kept?.title ?? there?.name ?? "";
  recipe.value = kept?.recipe ?? there?.recipe ?? recipe.peek();
  if (there) {
    saved.value = !isDraft.value && isChanged.value ? "changed" : "saved";
    await more();
  }
  followEdits();
  followPhotos();
  followPreview();
  followTables();
  followStart();
  if (kept && there && isDraft.value) void saveNow();
  render(<App />, root);
  events.connect();
  await takeHanded();
}

/** Photos that were chosen in the library for a new batch. */
async function takeHanded(): Promise<void> {
  const waiting = handed();
  if (!waiting || held.peek()) return;
  await addHeld(waiting.photos);
  waiting.taken();
}

// Whoever comes back from the batch's page sees how it is now, not how it was left.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const root = document.querySelector<HTMLElement>("#setup");
if (root) begin(root).catch(complain);
