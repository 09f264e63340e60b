/** A batch before it runs: its recipe beside a preview, and its photos. */

import { render } from "preact";
import { events } from "../../editor/net/events.ts";

const root = document.querySelector<HTMLElement>("#setup");
if (root) {
  events.connect();
  render(<h1>{root.dataset["name"] ?? "New batch"}</h1>, root);
}
