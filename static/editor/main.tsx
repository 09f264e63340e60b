/** Opens the page's document. */

import { render } from "preact";
import { App } from "./app.tsx";
import { open } from "./document/store.ts";
import { getJson } from "./net/api.ts";
import { StudioError } from "./net/errors.ts";
import { Trouble } from "./shell/trouble.tsx";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly body: unknown;
}

async function start(root: HTMLElement): Promise<void> {
  open(await getJson<Row>(`/api/documents/${root.dataset["document"] ?? ""}`));
  // What the page said while it opened.
  root.replaceChildren();
  render(<App />, root);
  root.setAttribute("aria-busy", "false");
}

const root = document.getElementById("editor");
if (root) {
  void start(root).catch((error: unknown) => {
    if (!(error instanceof StudioError)) throw error;
    root.replaceChildren();
    render(<Trouble error={error} />, root);
    root.setAttribute("aria-busy", "false");
  });
}
