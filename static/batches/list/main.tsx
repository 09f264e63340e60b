/** Every batch of the workspace, newest first, as it goes on. */

import { render } from "preact";
import { events } from "../../editor/net/events.ts";

const root = document.querySelector<HTMLElement>("#batches");
if (root) {
  events.connect();
  render(<h1>Batches</h1>, root);
}
