/** Every batch of the workspace, newest first, as it goes on. */

import { render } from "preact";
import { events } from "../../editor/net/events.ts";
import { App } from "./app.tsx";
import { follow, reload } from "./state.ts";

const root = document.querySelector<HTMLElement>("#batches");
if (root) {
  render(<App />, root);
  follow();
  void reload().then(() => events.connect());
}
