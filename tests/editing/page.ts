/** The document core alone on the editor's page: what it holds as text, its functions by name. */

import { effect } from "@preact/signals";
import * as store from "../../static/editor/document/store.ts";
import { announced } from "../../static/editor/ui/announce.ts";

const root = document.getElementById("editor") as HTMLElement;
Object.assign(globalThis, { store });

function line(name: string, text: () => string): void {
  const made = document.createElement("p");
  made.id = name;
  root.append(made);
  effect(() => {
    made.textContent = text();
  });
}

const answer = await fetch(`/api/documents/${root.dataset["document"] ?? ""}`);
root.replaceChildren();
store.open((await answer.json()) as Parameters<typeof store.open>[0]);
line("state", () => store.saveState.value.text);
line("name", () => store.documentName.value);
line("undo", () => store.undoLabel.value);
line("said", () => announced.value.trim());
line("layers", () => store.doc.value.layers.map((one) => `${one.id} at ${one.x}`).join(", "));
root.setAttribute("aria-busy", "false");
