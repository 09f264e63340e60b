/** The page's open document: what is shown, selected, can be undone, is saved. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { complain, say } from "../../base/toast.ts";
import { events } from "../net/events.ts";
import { announce } from "../ui/announce.ts";
import { browserShelf, type KeptEdit } from "./idb.ts";
import { watchHearing, watchLeaving } from "./leaving.ts";
import { Recovery } from "./recovery.ts";
import { LIMITS } from "./schema.ts";
import { createDocument, renameDocument, savesOf, serverOf, takeBack, type Row } from "./server.ts";
import { Session, type Gesture } from "./session.ts";
import type { Doc, Patch } from "./types.ts";
import { backTo, versionsOf, type Version } from "./versions.ts";
import { browserWindows } from "./windows.ts";
import type { SaveState } from "./words.ts";

export type { Gesture, SaveState, Version };

/** This window's name, new with every load of the page. */
export const tab = [...crypto.getRandomValues(new Uint8Array(9))].map((n) => n.toString(36).padStart(2, "0")).join("");

const KEPT_MS = 1000;
let id = "";
const recovery = new Recovery(browserShelf(), browserWindows(tab), tab, () => Date.now());
const server = serverOf(() => id);
const ways = {
  takeBack: { label: "Take it back", run: () => void takeBack(id).then(() => session.sync.wake(), complain) },
  reload: { label: "Load again", run: () => location.reload() },
  copy: { label: "Save a copy", run: () => void saveCopy().catch(complain) },
};
const session: Session = new Session({
  server,
  clock: {
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  tab,
  // A socket alone may be kept out by a proxy; without a network nothing works.
  linked: computed(() => events.state.value !== "offline" || navigator.onLine),
  now: () => Date.now(),
  tell: (text, bad = false) => (bad ? say(text, "", true) : announce(text)),
  keep: (entries, revision) => recovery.keep(entries, revision),
  // A database that doesn't answer must not hold up saving.
  kept: () => Promise.race([recovery.kept(), new Promise<void>((done) => setTimeout(done, KEPT_MS))]),
  ways,
});

export const doc: ReadonlySignal<Doc> = session.doc;
export const selection = session.selection;
export const selected = session.selected;
export const documentName = signal("");
export const saveState: ReadonlySignal<SaveState> = session.saveState;
export const canUndo = session.canUndo;
export const canRedo = session.canRedo;
export const undoLabel = session.undoLabel;
export const redoLabel = session.redoLabel;

export function documentId(): string {
  return id;
}

/** Opens what the server answered for `GET /api/documents/<id>`, and lays edits on it that an earlier
 * window couldn't save. */
export function open(given: Row): void {
  const first = id === "";
  id = given.id;
  documentName.value = given.name;
  session.open(given);
  recovery.start(id);
  if (!first) return;
  watchLeaving(session);
  watchHearing(session, () => events.state.value !== "offline");
  events.on("document.changed", (news) => news.id === id && session.sync.hear(news));
  events.on("document.renamed", (news) => void (news.id === id && (documentName.value = news.name)));
  events.on("document.trashed", (news) => news.id === id && sayTrashed());
  events.on("document.restored", (news) => news.id === id && session.sync.wake());
  events.on("ready", () => session.sync.look());
  events.connect();
  void recover();
}

function sayTrashed(): void {
  say("The document was moved to the trash.", "Take it back to go on.", true, ways.takeBack);
}

async function recover(): Promise<void> {
  let count = 0;
  const take = (edits: readonly KeptEdit[]) => {
    count += edits.length;
    session.commitLate(edits as readonly { label: string; patch: Patch; key: string }[], "Recovered edits");
    return { entries: session.replica.entries, revision: session.replica.revision };
  };
  try {
    await recovery.recover((after) => server.history(after), take);
  } catch {
    // Without a database in the browser, or without an answer: what is kept stays kept.
    return;
  }
  if (count) say(`Recovered ${count} ${count === 1 ? "edit" : "edits"} that weren't saved.`, "Undo takes them back.");
}

/** One undo step, shown at once and saved. Equal `merge` within a second joins the last step. */
export function commit(patch: Patch, label: string, merge = ""): void {
  session.commit(patch, label, merge);
}

/** A change that is shown while it is made: one undo step when it is done, and a commit with the same
 * `merge` belongs to it when nothing else was done since. */
export function gesture(label: string, merge = ""): Gesture {
  return session.gesture(label, merge);
}

export function undo(): void {
  session.undo();
}

export function redo(): void {
  session.redo();
}

/** Resolves once everything up to now is saved; rejects with what hinders it. */
export function flushed(): Promise<void> {
  return session.sync.flushed();
}

/** Shown at once; taken back, and rejected, when the server refuses it. */
export async function rename(name: string): Promise<void> {
  const before = documentName.value;
  documentName.value = name;
  try {
    await renameDocument(id, name);
  } catch (error) {
    documentName.value = before;
    throw error;
  }
}

/** What is shown becomes a document of its own, which is opened. */
async function saveCopy(): Promise<void> {
  const body = { schema: LIMITS.schema, ...session.doc.value };
  const made = await createDocument(`${documentName.value} (copy)`.slice(0, 255), body);
  session.forget();
  await recovery.kept();
  location.assign(`/documents/${made}`);
}

/** Earlier states of the document, newest first. */
export async function versions(): Promise<Version[]> {
  await flushed();
  return versionsOf(await savesOf(id), tab);
}

/** Brings the document back to what it was at `revision`, as one step that can be undone. */
export async function restoreVersion(revision: number): Promise<void> {
  await flushed();
  const label = "Restore an earlier version";
  session.commitLate([{ label, patch: backTo(await server.history(revision), revision) }], label);
}
