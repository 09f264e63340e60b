/** A batch as it goes, and what came out of it. */

import { render } from "preact";
import { complain } from "../../base/toast.ts";
import { events } from "../../editor/net/events.ts";
import { batch } from "../shared/api.ts";

async function begin(root: HTMLElement): Promise<void> {
  const found = await batch(root.dataset["batch"] ?? "");
  render(<h1>{found.name}</h1>, root);
  events.connect();
}

const root = document.querySelector<HTMLElement>("#review");
if (root) begin(root).catch(complain);
