/** What can be done with one thing or with many. */

import { complain, say } from "../base/toast.ts";
import { handOver } from "../batches/shared/handing.ts";
import { ask, sendJson } from "../editor/net/api.ts";
import { Queue } from "../editor/net/queue.ts";
import { counted, sure, tell } from "./dialogs.ts";
import type { Place, Shelf } from "./shelf.ts";

/** Things of one request, as the server takes them. */
const MOST = 500;
/** Photos of one new document. */
const MOST_PHOTOS = 100;
const MOST_COPIES = 50;
/** Photos of one request to a batch. */
const MOST_OF_BATCH = 2000;

interface Chosen {
  readonly originals: string[];
  readonly documents: string[];
}

interface Moved extends Chosen {
  readonly kept: ReadonlyArray<{ readonly name: string; readonly documents: ReadonlyArray<{ readonly name: string }> }>;
  readonly left: number;
}

interface Row {
  readonly id: string;
}

export const idOf = (key: string): string => key.slice(key.indexOf("-") + 1);
export const isPhoto = (key: string): boolean => key.startsWith("photo-");

function chosen(keys: readonly string[]): Chosen {
  const originals = keys.filter(isPhoto).map(idOf);
  return { originals, documents: keys.filter((key) => !isPhoto(key)).map(idOf) };
}

function keysOf(moved: Chosen): string[] {
  return [...moved.originals.map((id) => `photo-${id}`), ...moved.documents.map((id) => `document-${id}`)];
}

/** `3 photos`, `1 document`, `5 things`. */
function named(keys: readonly string[]): string {
  const photos = keys.filter(isPhoto).length;
  if (photos === keys.length) return counted(photos, "photo");
  return photos === 0 ? counted(keys.length, "document") : counted(keys.length, "thing");
}

/** One request after the other; what was done before one failed is reported all the same. */
async function inParts(path: string, keys: readonly string[]): Promise<{ done: string[]; kept: Moved["kept"] }> {
  const done: string[] = [];
  const kept: Array<Moved["kept"][number]> = [];
  for (let from = 0; from < keys.length; from += MOST) {
    try {
      const moved = await sendJson<Moved>("POST", path, chosen(keys.slice(from, from + MOST)));
      done.push(...keysOf(moved));
      kept.push(...moved.kept);
    } catch (error) {
      complain(error);
      break;
    }
  }
  return { done, kept };
}

export class Actions {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async discard(keys: readonly string[]): Promise<void> {
    const only = this.#nameOf(keys);
    const { done } = await this.#away("/api/trash", keys, "trash");
    if (done.length === 0) return;
    const name = done.length === 1 ? `“${only}” is` : `${named(done)} are`;
    const undo = { label: "Undo", run: () => void this.#takeBack(done) };
    say(`${name} in the trash.`, "", false, undo);
  }

  async restore(keys: readonly string[]): Promise<void> {
    const { done } = await this.#away("/api/trash/restore", keys, null);
    if (done.length === 0) return;
    const photos = done.filter(isPhoto).length;
    this.#shelf.move(photos, null, "photos");
    this.#shelf.move(done.length - photos, null, "documents");
    say(done.length === 1 ? "It is back in the library." : `${named(done)} are back in the library.`);
  }

  async remove(keys: readonly string[]): Promise<void> {
    const what = keys.length === 1 ? `“${this.#nameOf(keys)}”` : named(keys);
    if (!(await sure(`Delete ${what} for good?`, "This can't be undone.", "Delete for good"))) return;
    const { done, kept } = await this.#away("/api/trash/remove", keys, null);
    this.#tellKept(kept);
    if (done.length > 0) say(`${named(done)} ${done.length === 1 ? "is" : "are"} gone.`);
  }

  async emptyTrash(): Promise<void> {
    const count = this.#shelf.counts.trash;
    const title = `Delete everything in the trash?`;
    if (!(await sure(title, `${counted(count, "thing")} will be gone. This can't be undone.`, "Empty trash"))) return;
    try {
      for (;;) {
        const answer = await ask("/api/trash", { method: "DELETE" });
        const moved = (await answer.json()) as Moved;
        const gone = keysOf(moved);
        this.#shelf.selection.drop(gone);
        this.#shelf.grid.remove(gone);
        this.#shelf.move(gone.length, "trash", null);
        if (gone.length > 0) continue;
        if (moved.left > 0) say(`${counted(moved.left, "photo")} stay: documents show them.`);
        else tell("The trash is empty.");
        return;
      }
    } catch (error) {
      complain(error);
    }
  }

  /** Photos into a new document, which opens. */
  async compose(keys: readonly string[]): Promise<void> {
    const originals = keys.filter(isPhoto).map(idOf);
    if (originals.length > MOST_PHOTOS) {
      say(`A new document takes at most ${MOST_PHOTOS} photos.`, "Select fewer.", true);
      return;
    }
    await this.#open(() => sendJson<Row>("POST", "/api/documents/from-originals", { originals }));
  }

  /** Photos into a new batch, whose page opens. */
  batch(keys: readonly string[]): void {
    const photos = keys.filter(isPhoto).map(idOf);
    if (photos.length <= MOST_OF_BATCH) handOver(photos);
    else say(`A batch holds at most ${MOST_OF_BATCH.toLocaleString("en")} photos.`, "Select fewer.", true);
  }

  /** An empty document, which opens. */
  async begin(width: number, height: number, background: string, name = ""): Promise<void> {
    const body = { schema: 1, canvas: { width, height, background }, layers: [] };
    await this.#open(() => sendJson<Row>("POST", "/api/documents", { name, body }));
  }

  async sampleDocument(): Promise<void> {
    await this.#open(() => sendJson<Row>("POST", "/api/samples/document", {}));
  }

  /** Sample photos into the library; from the page of documents straight into a new one. */
  async samples(names: readonly string[] | null): Promise<void> {
    try {
      const added = await sendJson<{ items: Row[] }>("POST", "/api/samples", { names });
      const keys = added.items.map((one) => `photo-${one.id}`);
      if (this.#shelf.place === "documents") return await this.compose(keys);
      await Promise.all([...keys].reverse().map((key) => this.#shelf.grid.bring(key)));
      this.#shelf.move(keys.length, null, "photos");
      if (keys[0] !== undefined) this.#shelf.grid.reveal(keys[0], true);
    } catch (error) {
      complain(error);
    }
  }

  async duplicate(keys: readonly string[]): Promise<void> {
    const queue = new Queue(3);
    const papers = keys.slice(0, MOST_COPIES);
    const copy = (key: string): Promise<Response> =>
      queue.run(() => ask(`/api/documents/${idOf(key)}/duplicate`, { method: "POST" }));
    const done = await Promise.allSettled(papers.map(copy));
    const failed = done.find((one) => one.status === "rejected");
    if (failed) complain(failed.reason);
    this.#shelf.selection.clear();
    await this.#shelf.reload();
    const made = done.filter((one) => one.status === "fulfilled").length;
    if (made > 0) say(`${counted(made, "copy", "copies")} made.`);
    if (keys.length > MOST_COPIES) say(`Only the first ${MOST_COPIES} were copied.`);
  }

  /** The uploaded files, unchanged: one as it is, several in one ZIP file. */
  download(keys: readonly string[]): void {
    const ids = keys.filter(isPhoto).map(idOf);
    const [only] = ids;
    const link = document.createElement("a");
    link.href = ids.length === 1 ? `/api/originals/${only}/file` : `/api/originals/archive?ids=${ids.join(",")}`;
    link.download = "";
    link.click();
  }

  async rename(key: string, name: string): Promise<void> {
    const path = isPhoto(key) ? `/api/originals/${idOf(key)}` : `/api/documents/${idOf(key)}/name`;
    await sendJson(isPhoto(key) ? "PATCH" : "PUT", path, { name });
    await this.#shelf.grid.renew(key);
  }

  async #open(make: () => Promise<Row>): Promise<void> {
    try {
      const made = await make();
      location.assign(`/documents/${made.id}`);
    } catch (error) {
      complain(error);
    }
  }

  /** They leave this place at once; what the server didn't take comes back. */
  async #away(path: string, keys: readonly string[], to: Place | null): ReturnType<typeof inParts> {
    this.#shelf.selection.drop(keys);
    this.#shelf.grid.remove(keys);
    const answer = await inParts(path, keys);
    this.#shelf.move(answer.done.length, this.#shelf.place, to);
    if (answer.done.length < keys.length) await this.#shelf.reload();
    return answer;
  }

  async #takeBack(keys: readonly string[]): Promise<void> {
    const { done } = await inParts("/api/trash/restore", keys);
    await this.#shelf.reload();
    const [first] = done;
    if (first !== undefined) this.#shelf.grid.reveal(first, true);
    tell(`${named(done)} back.`);
  }

  #tellKept(kept: Moved["kept"]): void {
    const [first] = kept;
    if (!first) return;
    const paper = first.documents[0]?.name ?? "";
    const what = kept.length === 1 ? `“${first.name}” stays` : `${counted(kept.length, "photo")} stay`;
    say(`${what}: the document “${paper}” shows it.`, "Delete the document first.", true);
  }

  #nameOf(keys: readonly string[]): string {
    return this.#shelf.grid.cards.get(keys[0] ?? "")?.dataset["name"] ?? "It";
  }
}
