/** The sizes of new documents as buttons, each with its sheet drawn in its own ratio. */

import { PURPOSES, type CanvasSize } from "../editor/panels/canvas_sizes.ts";

const SVG = "http://www.w3.org/2000/svg";
const BOX = 32;
const LONGEST = 24;
/** Stickers lie on nothing, everything else on paper. */
const CLEAR = "Stickers";

export function drawSizes(place: HTMLElement): void {
  for (const purpose of PURPOSES) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", purpose.title);
    const title = document.createElement("b");
    title.className = "title";
    title.setAttribute("aria-hidden", "true");
    title.textContent = purpose.title;
    const background = purpose.title === CLEAR ? "transparent" : "white";
    group.append(title, ...purpose.sizes.map((size) => button(size, background)));
    place.append(group);
  }
}

function button(size: CanvasSize, background: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset["size"] = `${size.width}x${size.height}`;
  made.dataset["background"] = background;
  const text = document.createElement("span");
  const name = document.createElement("b");
  name.textContent = size.title;
  const sides = document.createElement("small");
  sides.textContent = `${size.width} × ${size.height}`;
  text.append(name, " ", sides);
  made.append(sheet(size), text);
  return made;
}

function sheet({ width, height }: CanvasSize): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${BOX} ${BOX}`);
  drawing.setAttribute("aria-hidden", "true");
  const paper = document.createElementNS(SVG, "rect");
  const scale = LONGEST / Math.max(width, height);
  const sides = { width: width * scale, height: height * scale };
  const corner = { x: (BOX - sides.width) / 2, y: (BOX - sides.height) / 2, rx: 2 };
  for (const [attribute, value] of Object.entries({ ...corner, ...sides })) paper.setAttribute(attribute, String(value));
  drawing.append(paper);
  return drawing;
}
