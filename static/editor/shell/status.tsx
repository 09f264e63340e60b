/** The bar at the foot: what the canvas is, and what the shown pictures are. */

import { canvas, shownLayers } from "../panels/calm.ts";
import { doc } from "../document/store.ts";
import { everyLayer } from "../document/tree.ts";
import { pictureOf, settled } from "../stage/pictures.ts";
import { backdrop } from "../state/view.ts";
import { Segmented } from "../ui/choice.tsx";

export function StatusBar() {
  const { width, height } = canvas.value;
  return (
    <footer class="status" aria-label="Canvas facts">
      <span>{width} × {height} px</span>
      <span>sRGB</span>
      <Exact />
      <Backdrop />
      <Engine />
    </footer>
  );
}

/** Layers are drawn by the server itself; only their placing is the browser's. */
function Exact() {
  return settled.value
    ? <span title="Every layer is drawn by the server, as it is in the export">Exact preview</span>
    : <span class="working" title="A layer is being drawn">Drawing…</span>;
}

const LOOKS = [
  { value: "checker", label: "Checker" },
  { value: "white", label: "White" },
  { value: "black", label: "Black" },
] as const;

/** What lies behind transparent parts: a way of looking, nothing of the document. */
function Backdrop() {
  if (canvas.value.background !== "transparent") return null;
  return <Segmented bare label="Show transparent parts on" value={backdrop.value} choices={LOOKS} onChange={(look) => { backdrop.value = look; }} />;
}

/** Who cut out what is selected, or what is on the canvas. */
function Engine() {
  const layers = shownLayers.value.length ? shownLayers.value : [...everyLayer(doc.value.layers)];
  const names = new Set(layers.flatMap((layer) => Object.values(pictureOf(layer.id).value.engines)));
  return names.size ? <span class="engine">Made with {[...names].join(", ")}</span> : null;
}
