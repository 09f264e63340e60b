/** The stage: the canvas with its layers, zoomed and panned. */

import { doc } from "../document/store.ts";
import { pan, zoom } from "../state/view.ts";

export function Stage() {
  const { canvas } = doc.value;
  const place = `translate(${pan.value.x}px, ${pan.value.y}px) scale(${zoom.value})`;
  return (
    <section class="stage" role="application" aria-label="Canvas" tabIndex={0}>
      <div class="sheet checker" style={{ width: canvas.width, height: canvas.height, transform: place }} />
    </section>
  );
}
