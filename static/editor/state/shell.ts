/** Which parts of the window are open: state of this window, remembered by the browser alone. */

import { computed, effect, signal, type Signal } from "@preact/signals";

export type PanelTab = "layer" | "canvas" | "versions";
export type SheetTab = "layers" | "layer" | "photos" | "canvas" | "versions";
/** How far the phone's bottom sheet is drawn up. */
export type Detent = "peek" | "half" | "full";
export type DialogName = "shortcuts" | "";

function remembered(key: string, start: boolean): Signal<boolean> {
  const kept = signal((localStorage.getItem(key) ?? String(start)) === "true");
  effect(() => localStorage.setItem(key, String(kept.value)));
  return kept;
}

function matching(query: string): Signal<boolean> {
  const media = matchMedia(query);
  const now = signal(media.matches);
  media.addEventListener("change", (event) => {
    now.value = event.matches;
  });
  return now;
}

export const photosOpen = remembered("studio-editor-photos", true);
export const sideOpen = remembered("studio-editor-side", true);
export const panelTab = signal<PanelTab>("layer");

/** One column with a bottom sheet. */
export const phone = matching("(max-width: 720px)");
/** Room for one side panel beside the stage. */
export const cramped = matching("(max-width: 1020px)");
/** Too small for anything to be arranged. */
export const tiny = matching("(max-width: 279px), (max-height: 299px)");
export const sheetTab = signal<SheetTab>("layers");
export const detent = signal<Detent>("peek");
export const dialog = signal<DialogName>("");

/** Where there is room for one panel only, the right one goes first. */
export const showsSide = computed(() => !phone.value && sideOpen.value);
export const showsPhotos = computed(() => !phone.value && photosOpen.value && !(cramped.value && sideOpen.value));

/** Shows what belongs to a tab, wherever this window has it. */
export function reveal(tab: PanelTab | "layers" | "photos"): void {
  if (phone.value) {
    sheetTab.value = tab;
    if (detent.value === "peek") detent.value = "half";
    return;
  }
  if (tab === "photos") {
    photosOpen.value = true;
    if (cramped.value) sideOpen.value = false;
    return;
  }
  sideOpen.value = true;
  if (tab !== "layers") panelTab.value = tab;
}
