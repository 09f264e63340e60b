/** A batch as it goes, and what came out of it. */

import { render } from "preact";
import { complain } from "../../base/toast.ts";
import { getJson } from "../../editor/net/api.ts";
import { batch as askBatch } from "../shared/api.ts";
import { follow } from "./live.ts";
import { loadOrder, loadStale } from "./loading.ts";
import { Page } from "./page.tsx";
import { begin as beginPlaces } from "./places.ts";
import { batch, repairs } from "./state.ts";

async function begin(root: HTMLElement): Promise<void> {
  batch.value = await askBatch(root.dataset["batch"] ?? "");
  root.replaceChildren();
  render(<Page />, root);
  root.setAttribute("aria-busy", "false");
  beginPlaces();
  follow();
  const told = getJson<{ readonly repairs: Readonly<Record<string, string>> }>("/api/batches/schema");
  await Promise.all([loadOrder(), loadStale(), told.then((found) => void (repairs.value = found.repairs))]);
}

const root = document.querySelector<HTMLElement>("#review");
if (root) begin(root).catch(complain);
