/** Copy, cut and paste through the system's clipboard, between documents and tabs as well. */

import clipboardIcon from "lucide-static/icons/clipboard-paste.svg";
import copyIcon from "lucide-static/icons/copy.svg";
import scissors from "lucide-static/icons/scissors-line-dashed.svg";
import { complain, say } from "../../base/toast.ts";
import { commit, doc } from "../document/store.ts";
import type { Change, Layer } from "../document/types.ts";
import { StudioError } from "../net/errors.ts";
import { originalOf } from "../net/originals.ts";
import { announce } from "../ui/announce.ts";
import { chosen, free, named } from "./chosen.ts";
import { MIME, read, renewed, sources, written, type Copied } from "./clipboard.ts";
import { isTyping } from "./keyboard.ts";
import { addFiles, addLayers } from "./placing.ts";
import { register } from "./registry.ts";

const GROUP = "Edit";
/** Text that was copied last in this window: what a menu can paste where the browser hides the clipboard. */
let kept = "";
let pastes = { text: "", count: 0 };

function hand(event: ClipboardEvent, layers: readonly Layer[]): void {
  kept = written(doc.value, layers);
  pastes = { text: kept, count: 0 };
  event.preventDefault();
  event.clipboardData?.setData(MIME, kept);
  event.clipboardData?.setData("text/plain", kept);
}

function onCopy(event: ClipboardEvent): void {
  if (isTyping(event.target) || hasWords() || !chosen().length) return;
  hand(event, chosen());
  announce(`Copied ${named(chosen())}`);
}

function onCut(event: ClipboardEvent): void {
  const layers = free();
  if (isTyping(event.target) || !layers.length) return;
  hand(event, layers);
  commit(layers.map((layer): Change => ({ op: "remove", layer: layer.id })), "Cut");
  announce(`Cut ${named(layers)}`);
}

/** Words marked with the mouse are what the person wants to copy. */
function hasWords(): boolean {
  return Boolean(getSelection()?.toString());
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target)) return;
  const data = event.clipboardData;
  const files = [...(data?.files ?? [])];
  const text = data?.getData(MIME) || data?.getData("text/plain") || "";
  if (!files.length && !text) return;
  event.preventDefault();
  void paste(text, files).catch(complain);
}

async function paste(text: string, files: readonly File[]): Promise<void> {
  const copied = read(text);
  if (copied) await pasteLayers(copied, text);
  else if (files.length) addFiles(files);
  else say("There is no picture and no layer on the clipboard.", "Copy a picture or a layer first.");
}

/** A little aside each time, so that copies don't hide each other. */
async function pasteLayers(copied: Copied, text: string): Promise<void> {
  await ownAll(copied.layers);
  pastes = { text, count: pastes.text === text ? pastes.count + 1 : 1 };
  const { width, height } = doc.value.canvas;
  const step = Math.round((Math.max(width, height) / 50) * pastes.count);
  const dx = (width - copied.canvas.width) / 2 + step;
  const dy = (height - copied.canvas.height) / 2 + step;
  addLayers(copied.layers.map((layer) => renewed(layer, dx, dy)), "Paste");
}

/** Refuses layers whose photos another workspace holds. */
async function ownAll(layers: readonly Layer[]): Promise<void> {
  try {
    await Promise.all(sources(layers).map(originalOf));
  } catch (error) {
    if (!(error instanceof StudioError) || error.status !== 404) throw error;
    throw new StudioError("foreign_photo", 404, "These layers show photos of another workspace.", "Upload the photos here, then add them.");
  }
}

/** What menus do: the browser then raises the same events as for the keys. */
function ask(command: "copy" | "cut"): void {
  document.execCommand(command);
}

async function pasteFromMenu(): Promise<void> {
  const [text, files] = await clipboardNow();
  await paste(text || (files.length ? "" : kept), files);
}

async function clipboardNow(): Promise<[string, File[]]> {
  try {
    const found: File[] = [];
    let text = "";
    for (const item of await navigator.clipboard.read()) {
      const picture = item.types.find((type) => type.startsWith("image/"));
      if (picture) found.push(new File([await item.getType(picture)], `pasted.${picture.slice(6)}`, { type: picture }));
      if (item.types.includes("text/plain")) text = await (await item.getType("text/plain")).text();
    }
    return [text, found];
  } catch {
    // Not allowed, or no such interface: this window's own copy is left.
    return [kept, []];
  }
}

export function listenToClipboard(): () => void {
  document.addEventListener("copy", onCopy);
  document.addEventListener("cut", onCut);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("copy", onCopy);
    document.removeEventListener("cut", onCut);
    document.removeEventListener("paste", onPaste);
  };
}

export function registerClipboard(): void {
  register(
    { id: "cut", label: "Cut", group: GROUP, keys: ["Mod+x"], native: true, icon: scissors, enabled: () => free().length > 0, run: () => ask("cut") },
    { id: "copy", label: "Copy", group: GROUP, keys: ["Mod+c"], native: true, icon: copyIcon, enabled: () => chosen().length > 0, run: () => ask("copy") },
    { id: "paste", label: "Paste", group: GROUP, keys: ["Mod+v"], native: true, icon: clipboardIcon, enabled: () => true, run: pasteFromMenu },
  );
}
