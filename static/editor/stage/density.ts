/** Device px per CSS px; it changes when a window moves to another screen or the page is zoomed. */

import { signal } from "@preact/signals";

export const density = signal(globalThis.devicePixelRatio || 1);

function watch(): void {
  const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  now.addEventListener(
    "change",
    () => {
      density.value = devicePixelRatio;
      watch();
    },
    { once: true },
  );
}

if (typeof matchMedia === "function") watch();
