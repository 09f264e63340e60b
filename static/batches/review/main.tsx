/** A batch as it goes, and what came out of it. */

import { render } from "preact";
import { complain } from "../../base/toast.ts";
import { batch as askBatch } from "../shared/api.ts";
import { follow } from "./live.ts";
import { followRepairs, loadOrder, loadStale } from "./loading.ts";
import { Page } from "./page.tsx";
import { begin as beginPlaces } from "./places.ts";
import { batch } from "./state.ts";

async function begin(root: HTMLElement): Promise<void> {
  batch.value = await askBatch(root.dataset["batch"] ?? "");
  root.replaceChildren();
  render(<Page />, root);
  root.setAttribute("aria-busy", "false");
  beginPlaces();
  follow();
  await Promise.all([loadOrder(), loadStale(), followRepairs()]);
}

const root = document.querySelector<HTMLElement>("#review");
if (root) begin(root).catch(complain);
