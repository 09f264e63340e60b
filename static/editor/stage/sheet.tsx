/** The canvas with its layers, zoomed and panned; beneath it a way of looking at what is clear. */

import { computed } from "@preact/signals";
import { doc } from "../document/store.ts";
import { backdrop, pan, zoom } from "../state/view.ts";
import { sized } from "./css.ts";
import { LayerView } from "./layer.tsx";
import { SQUARES } from "./scale.ts";

const squares = computed(() => zoom.value > SQUARES);
/** Keeps its identity while layers change. */
const canvas = computed(() => doc.value.canvas);

export function Sheet() {
  return (
    <>
      <Under />
      <View />
    </>
  );
}

/** Lies outside of the sheet: blend modes must not see it. */
function Under() {
  const { width, height } = canvas.value;
  const look = backdrop.value;
  return (
    <div
      class={`under ${look === "checker" ? "checker" : ""}`}
      style={{
        transform: `translate(${pan.value.x}px, ${pan.value.y}px)`,
        // Whole px, so that nothing of it is seen beside an edge of the sheet that lies between two.
        ...sized(Math.floor(width * zoom.value), Math.floor(height * zoom.value)),
        ...(look === "checker" ? {} : { background: look }),
      }}
    />
  );
}

function View() {
  const place = `translate(${pan.value.x}px, ${pan.value.y}px) scale(${zoom.value})`;
  return (
    <div class={squares.value ? "view squares" : "view"} style={{ transform: place }}>
      <Canvas />
    </div>
  );
}

function Canvas() {
  const { width, height, background } = canvas.value;
  return (
    <div class="sheet" data-width={width} data-height={height} style={sized(width, height)}>
      <div class="ground" style={{ background }} />
      <Layers />
    </div>
  );
}

function Layers() {
  return <>{doc.value.layers.map((layer) => (layer.hidden ? null : <LayerView key={layer.id} layer={layer} />))}</>;
}
