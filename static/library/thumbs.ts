/** The pictures of cards: a likeness until they are there, patience when the studio is busy. */

import { decoded } from "./thumbhash.ts";

const TRIES = 4;
const tries = new WeakMap<HTMLImageElement, number>();

/** Draws the likeness under the picture of a card, unless that is there already. */
export function likenessOf(card: HTMLElement): void {
  const thumb = card.querySelector<HTMLElement>(".thumb[data-hash]");
  const picture = thumb?.querySelector("img");
  const there = picture?.src && picture.complete;
  if (!thumb || !picture || there || thumb.querySelector("canvas")) return;
  const ratio = Number(thumb.dataset["width"]) / Number(thumb.dataset["height"]);
  const pixels = decoded(thumb.dataset["hash"] ?? "", ratio);
  const canvas = document.createElement("canvas");
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
  thumb.prepend(canvas);
}

/** The pictures of cards that pass by quickly aren't fetched: see `fetchHeld`. */
export function hold(card: HTMLElement): void {
  for (const picture of card.querySelectorAll<HTMLImageElement>("img[src]")) {
    // What is there already costs nothing.
    if (picture.complete && picture.naturalWidth > 0) continue;
    picture.dataset["src"] = picture.getAttribute("src") ?? "";
    picture.removeAttribute("src");
  }
}

export function fetchHeld(grid: HTMLElement): void {
  for (const picture of grid.querySelectorAll<HTMLImageElement>("img[data-src]")) {
    picture.src = picture.dataset["src"] ?? "";
    delete picture.dataset["src"];
  }
}

/** Takes likenesses away once the picture is there, and asks again for what failed. */
export function watchPictures(grid: HTMLElement): void {
  grid.addEventListener("load", (event) => settle(event.target), true);
  grid.addEventListener("error", (event) => retry(event.target), true);
  for (const picture of grid.querySelectorAll("img")) {
    // Those that ended before this script began.
    if (!picture.complete || !picture.src) continue;
    if (picture.naturalWidth === 0) retry(picture);
    else settle(picture);
  }
}

function settle(picture: EventTarget | null): void {
  if (!(picture instanceof HTMLImageElement)) return;
  picture.parentElement?.querySelector("canvas")?.remove();
  // Where a document is clear is only known now.
  if (picture.closest(".paper")) picture.classList.add("checker");
}

function retry(picture: EventTarget | null): void {
  if (!(picture instanceof HTMLImageElement)) return;
  const tried = tries.get(picture) ?? 0;
  tries.set(picture, tried + 1);
  if (tried >= TRIES) {
    picture.parentElement?.classList.add("broken");
    return;
  }
  setTimeout(() => {
    if (picture.isConnected) picture.src = picture.getAttribute("src") ?? "";
  }, 1000 * 2 ** tried);
}
