/** The ways in which photos come: dropped, pasted, picked, from the library, from the server. */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import files from "lucide-static/icons/image-plus.svg";
import folder from "lucide-static/icons/folder.svg";
import server from "lucide-static/icons/server.svg";
import table from "lucide-static/icons/table.svg";
import library from "lucide-static/icons/images.svg";
import { complain } from "../../base/toast.ts";
import { addSamples } from "../../editor/net/shelf.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Dialog } from "../../editor/ui/dialog.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import type { Entries } from "../../editor/ui/menu.tsx";
import { folders } from "../shared/api.ts";
import { addFolder, addHeld, take, total } from "./bring.ts";
import { dropped } from "./files.ts";
import { Library } from "./library.tsx";
import { facts } from "./state.ts";

const open = signal<"" | "library" | "server">("");
const ACCEPT = "image/*,.heic,.heif,.avif,.zip,application/zip,.csv,.tsv,text/csv";
const TABLES = ".csv,.tsv,text/csv";

const press = (id: string): void => document.querySelector<HTMLInputElement>(id)?.click();

export function wayEntries(): Entries {
  return [
    { label: "Choose files or a ZIP", icon: files, run: () => press("#pick") },
    { label: "Choose a folder", icon: folder, run: () => press("#pick-folder") },
    { label: "From the library", icon: library, run: () => { open.value = "library"; } },
    ...(facts.value.folders ? [{ label: "A folder of the server", icon: server, run: () => { open.value = "server"; } }] : []),
    null,
    { label: "SKUs from a CSV table", icon: table, run: () => press("#pick-table") },
  ];
}

/** Stands once in the page: hidden pickers, the hint while something is dragged, the windows. */
export function Ways() {
  useEffect(listen, []);
  const picked = (event: { currentTarget: HTMLInputElement }): void => {
    take([...(event.currentTarget.files ?? [])]);
    event.currentTarget.value = "";
  };
  const room = facts.value.most - total.value;
  return (
    <>
      <input id="pick" hidden type="file" multiple accept={ACCEPT} onChange={picked} />
      <input id="pick-table" hidden type="file" accept={TABLES} onChange={picked} />
      <input id="pick-folder" hidden type="file" multiple ref={(box) => box?.setAttribute("webkitdirectory", "")} onChange={picked} />
      <div class="drop-hint" aria-hidden="true"><div><Glyph drawing={files} /><b>Drop to add to the batch</b></div></div>
      {open.value === "library" ? <Library title="Photos of the library" verb="Add" most={room} onTake={addHeld} onClose={() => { open.value = ""; }} /> : null}
      {open.value === "server" ? <Folders onClose={() => { open.value = ""; }} /> : null}
    </>
  );
}

/** The whole page while there are no photos yet. */
export function Empty() {
  const sample = (): void => {
    addSamples(["product", "face", "hair"]).then((found) => addHeld(found.map((one) => one.id))).catch(complain);
  };
  return (
    <section class="empty-batch" aria-label="Photos">
      <button type="button" class="drop-zone" onClick={() => press("#pick")}>
        <Glyph drawing={files} />
        <span class="big"><b>Drop photos here</b>, a folder or a ZIP, or <b>choose files</b></span>
        <span>Up to {facts.value.most.toLocaleString("en")} photos. The recipe is tried on the first ones at once.</span>
        <span>A CSV table with the columns <i>file</i> and <i>sku</i> may come with them.</span>
      </button>
      <p class="other-ways">
        <Button icon={library} label="From the library" haspopup="dialog" onClick={() => { open.value = "library"; }} />
        <Button icon={folder} label="Choose a folder" onClick={() => press("#pick-folder")} />
        {facts.value.folders ? <Button icon={server} label="A folder of the server" haspopup="dialog" onClick={() => { open.value = "server"; }} /> : null}
        <Button ghost label="Try it with samples" onClick={sample} />
      </p>
    </section>
  );
}

function Folders({ onClose }: { onClose: () => void }) {
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => void folders().then(setNames, (error: unknown) => { onClose(); complain(error); }), []);
  const choose = (name: string): void => {
    onClose();
    addFolder(name).catch(complain);
  };
  return (
    <Dialog title="A folder of the server" onClose={onClose}>
      {names === null ? <p class="quiet">Looking…</p> : null}
      {names?.length === 0 ? <p>There are no subfolders in the folder that IMPORT_DIR names.</p> : null}
      <ul class="folder-list">
        {names?.map((name) => <li key={name}><button type="button" onClick={() => choose(name)}><Glyph drawing={folder} /><span dir="auto">{name}</span></button></li>)}
      </ul>
    </Dialog>
  );
}

function listen(): () => void {
  let depth = 0;
  const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const mark = (): void => void document.body.classList.toggle("dropping", depth > 0);
  const stop = new AbortController();
  const on = <K extends keyof DocumentEventMap>(kind: K, run: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(kind, run, { signal: stop.signal });
  on("dragenter", (event) => { if (carries(event)) depth += 1; mark(); });
  on("dragleave", (event) => { if (carries(event)) depth = Math.max(0, depth - 1); mark(); });
  // Without this the browser would leave the page and open the file.
  on("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  on("drop", (event) => {
    depth = 0;
    mark();
    if (!carries(event) || !event.dataTransfer) return;
    event.preventDefault();
    dropped(event.dataTransfer).then(take, complain);
  });
  on("paste", (event) => {
    const found = [...(event.clipboardData?.files ?? [])];
    if (found.length === 0) return;
    event.preventDefault();
    take(found);
  });
  return () => stop.abort();
}
