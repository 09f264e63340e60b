/** The canvas: its size, and what lies under all layers. */

import { canvas } from "./calm.ts";
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import imageIcon from "lucide-static/icons/image.svg";
import link from "lucide-static/icons/link.svg";
import unlink from "lucide-static/icons/unlink.svg";
import { addBackground } from "../actions/background.ts";
import { resizedCanvas } from "../actions/scaling.ts";
import { commit, doc } from "../document/store.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/choice.tsx";
import { live } from "../ui/live.ts";
import { NumberField } from "../ui/number_field.tsx";
import { PaintField } from "../ui/paint_field.tsx";
import { PickPhoto } from "./pick_photo.tsx";
import { PURPOSES, sizeName } from "./canvas_sizes.ts";

const MOST_PX = 12_000;
const withLayers = signal<"keep" | "scale">("scale");
const ratioLocked = signal(false);

function setSize(width: number, height: number, merge = ""): void {
  const { canvas } = doc.value;
  if (canvas.width === width && canvas.height === height) return;
  commit(resizedCanvas(doc.value, { width, height }, withLayers.value === "scale"), "Canvas size", merge);
  announce(`Canvas ${width} by ${height} pixels`);
}

export function CanvasPanel() {
  return (
    <>
      <section class="section" aria-labelledby="canvas-size">
        <h3 id="canvas-size">Size</h3>
        <Sizes />
      </section>
      <section class="section" aria-labelledby="canvas-background">
        <h3 id="canvas-background">Background</h3>
        <Background />
      </section>
    </>
  );
}

function Sizes() {
  const { width, height } = canvas.value;
  const side = (name: "width" | "height", value: number): void => {
    const other = ratioLocked.value ? Math.max(1, Math.round((doc.value.canvas[name === "width" ? "height" : "width"] * value) / doc.value.canvas[name])) : null;
    if (name === "width") setSize(value, other ?? height, "canvas-size");
    else setSize(other ?? width, value, "canvas-size");
  };
  const chosen = `${width}x${height}`;
  return (
    <>
      <label class="line">
        <span>Purpose</span>
        <select class="field" value={sizeName(width, height) ? chosen : "own"}
          onChange={(event) => {
            const [w = 0, h = 0] = event.currentTarget.value.split("x").map(Number);
            if (w && h) setSize(w, h);
          }}>
          <option value="own" disabled>Own size</option>
          {PURPOSES.map((purpose) => (
            <optgroup key={purpose.title} label={purpose.title}>
              {purpose.sizes.map((one) => (
                <option key={one.title} value={`${one.width}x${one.height}`}>{one.title} · {one.width} × {one.height}</option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <div class="pairs lock">
        <NumberField label="Canvas width" short="W" min={1} max={MOST_PX} value={width} whole={width} onChange={(value, moving) => moving || side("width", value)} />
        <NumberField label="Canvas height" short="H" min={1} max={MOST_PX} value={height} whole={height} onChange={(value, moving) => moving || side("height", value)} />
        <Button bare label="Keep proportions of the canvas" icon={ratioLocked.value ? link : unlink} pressed={ratioLocked.value} onClick={() => { ratioLocked.value = !ratioLocked.value; }} />
      </div>
      <Segmented<"keep" | "scale"> label="Layers" value={withLayers.value}
        choices={[{ value: "scale", label: "Scale along" }, { value: "keep", label: "Keep size" }]} onChange={(how) => { withLayers.value = how; }} />
    </>
  );
}

function Background() {
  const [picking, setPicking] = useState(false);
  return (
    <>
      <PaintField clear label="Background" value={canvas.value.background}
        onChange={(paint, moving) => live([{ op: "set", layer: "", field: "canvas.background", value: paint }], "Background", "background", moving)} />
      <Button icon={imageIcon} label="Picture as background…" haspopup="dialog" onClick={() => setPicking(true)} />
      {picking ? <PickPhoto title="Background picture" onClose={() => setPicking(false)} onPick={(photo) => { setPicking(false); addBackground(photo); }} /> : null}
    </>
  );
}
