/** A shared picture: zoom, pan, and the full size as soon as it shows more. Without it, the page
 *  shows the picture fitted to the window. */

import { bounded, fitting, percent, scrolled, stepped, type Size } from "./zoom.ts";

const TRIES = 5;
const PAUSE_MS = 2000;

class Viewer {
  readonly #room: HTMLElement;
  readonly #picture: HTMLImageElement;
  readonly #told: HTMLOutputElement;
  /** Of the true size. */
  readonly #whole: Size;
  /** null: fitted to the window. */
  #scale: number | null = null;

  constructor(room: HTMLElement, picture: HTMLImageElement, told: HTMLOutputElement) {
    this.#room = room;
    this.#picture = picture;
    this.#told = told;
    this.#whole = { width: Number(picture.dataset["fullWidth"]), height: Number(picture.dataset["fullHeight"]) };
  }

  get scale(): number {
    if (this.#scale !== null) return this.#scale;
    const rim = 2 * Number.parseFloat(getComputedStyle(this.#room).getPropertyValue("--rim"));
    const { clientWidth, clientHeight } = this.#room;
    return fitting(this.#whole, { width: clientWidth - rim, height: clientHeight - rim });
  }

  fit(): void {
    this.#scale = null;
    this.#show();
  }

  /** `at` in CSS px inside the room; its middle without it. */
  zoom(scale: number, at?: { readonly x: number; readonly y: number }): void {
    const room = this.#room;
    const before = this.scale;
    const after = bounded(scale);
    const { x, y } = at ?? { x: room.clientWidth / 2, y: room.clientHeight / 2 };
    const lead = (size: number, space: number) => ({
      before: Math.max(0, (space - size * before) / 2),
      after: Math.max(0, (space - size * after) / 2),
    });
    const left = scrolled(room.scrollLeft, x, before, after, lead(this.#whole.width, room.clientWidth));
    const top = scrolled(room.scrollTop, y, before, after, lead(this.#whole.height, room.clientHeight));
    this.#scale = after;
    this.#show();
    room.scrollTo(left, top);
  }

  /** After the window or the picture changed. */
  refresh(): void {
    this.#show();
  }

  #show(): void {
    const picture = this.#picture;
    const width = this.#scale === null ? 0 : this.#whole.width * this.#scale;
    picture.classList.toggle("free", width > 0);
    picture.style.width = width ? `${width}px` : "";
    picture.style.height = width ? `${(width * this.#whole.height) / this.#whole.width}px` : "";
    picture.classList.toggle("coarse", this.scale > 2);
    this.#told.value = percent(this.scale);
    // The property `width` would tell how wide it is shown.
    const coarse = Number(picture.getAttribute("width"));
    const full = picture.dataset["full"];
    if (full && this.#whole.width > coarse && picture.clientWidth * devicePixelRatio > coarse * 1.05) {
      delete picture.dataset["full"];
      void swapped(picture, full);
    }
  }
}

/** The finer picture takes the place of the coarse one when it is whole. */
async function swapped(picture: HTMLImageElement, address: string): Promise<void> {
  const finer = new Image();
  finer.src = address;
  try {
    await finer.decode();
    picture.src = address;
  } catch {
    // The coarse one stays; it is the same picture.
  }
}

/** While the server draws it, and when it can't just now. */
function patient(picture: HTMLImageElement, said: HTMLElement): void {
  let tries = 0;
  const tell = (text: string): void => {
    said.textContent = text;
    said.hidden = text === "";
    picture.classList.toggle("absent", text !== "");
  };
  const failed = (): void => {
    tries += 1;
    if (tries >= TRIES) {
      tell("The picture can't be shown right now. Reload the page to try again.");
      return;
    }
    setTimeout(() => {
      picture.src = `${picture.src.split("?")[0]!}?try=${tries}`;
    }, PAUSE_MS * tries);
  };
  if (!picture.complete) tell("Drawing the picture…");
  else if (picture.naturalWidth === 0) failed();
  picture.addEventListener("load", () => tell(""));
  picture.addEventListener("error", failed);
}

function dragging(room: HTMLElement): void {
  room.addEventListener("pointerdown", (down) => {
    if (down.pointerType !== "mouse" || down.button !== 0) return;
    const start = { x: down.clientX + room.scrollLeft, y: down.clientY + room.scrollTop };
    const move = (event: PointerEvent): void => room.scrollTo(start.x - event.clientX, start.y - event.clientY);
    const up = (): void => {
      room.removeEventListener("pointermove", move);
      room.classList.remove("held");
    };
    room.setPointerCapture(down.pointerId);
    room.classList.add("held");
    room.addEventListener("pointermove", move);
    room.addEventListener("lostpointercapture", up, { once: true });
  });
}

function start(room: HTMLElement): void {
  const picture = room.querySelector("img");
  const said = room.querySelector<HTMLElement>(".drawing");
  const bar = document.querySelector<HTMLElement>(".zoom");
  const told = bar?.querySelector("output");
  if (!picture || !said || !bar || !told) return;
  patient(picture, said);
  const viewer = new Viewer(room, picture, told);
  const actions: Readonly<Record<string, () => void>> = {
    in: () => viewer.zoom(stepped(viewer.scale, 1)),
    out: () => viewer.zoom(stepped(viewer.scale, -1)),
    fit: () => viewer.fit(),
    whole: () => viewer.zoom(1),
  };
  const keys: Readonly<Record<string, string>> = { "+": "in", "=": "in", "-": "out", "0": "fit", "1": "whole" };
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const name = (event.target as Element).closest<HTMLElement>("[data-zoom]")?.dataset["zoom"];
    actions[name ?? ""]?.();
  });
  addEventListener("keydown", (event) => {
    const name = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (name) actions[name]?.();
  });
  room.addEventListener("wheel", (event) => {
    // Pinching a touchpad comes as a wheel with Ctrl; a plain wheel scrolls.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = room.getBoundingClientRect();
    viewer.zoom(viewer.scale * 2 ** (-event.deltaY / 200), { x: event.clientX - box.x, y: event.clientY - box.y });
  }, { passive: false });
  room.addEventListener("dblclick", () => actions[viewer.scale < 1 ? "whole" : "fit"]?.());
  addEventListener("resize", () => viewer.refresh());
  dragging(room);
  viewer.fit();
}

const room = document.querySelector<HTMLElement>(".look");
if (room) start(room);
