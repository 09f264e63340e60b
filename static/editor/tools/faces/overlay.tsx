/** The photo with its faces to tick, and the crop that they make. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Clamp } from "../../geometry/faces.ts";
import { paddingOf, zoomOf } from "../../geometry/faces.ts";
import { tool } from "../../state/view.ts";
import {
  applyCrop, begin, boxes, crop, engine, everyFace, found, layer, picture, ratio, RATIOS, removeCrop, shape,
  ticked, toggle, trouble, zoom, type Shape,
} from "./state.ts";

const SHAPES: readonly (readonly [Shape, string])[] = [["square", "Square"], ["rounded", "Rounded"], ["circle", "Circle"]];
const CLAMPS: Readonly<Record<Clamp, string>> = {
  width: "as wide as the photo",
  height: "as high as the photo",
  shifted: "moved to stay inside the photo",
};

function close(): void {
  tool.value = "select";
}

function Faces() {
  const size = picture.value!;
  const box = crop.value?.box;
  return (
    <div class="face-photo" style={{ aspectRatio: `${size.width} / ${size.height}`, "--ratio": String(size.width / size.height) }}>
      <img src={`/cdn-cgi/image/width=1600,height=1600,fit=scale-down,format=auto,anim=false/${layer.value!.source}`} alt="" draggable={false} />
      {box ? (
        <div class={`face-crop ${shape.value}`} aria-hidden="true" style={{
          left: `${(100 * box.left) / size.width}%`, top: `${(100 * box.top) / size.height}%`,
          width: `${(100 * box.width) / size.width}%`, height: `${(100 * box.height) / size.height}%`,
        }} />
      ) : null}
      {found.value!.map((face, index) => (
        <button key={index} type="button" role="checkbox" class="face" disabled={everyFace.value}
          aria-checked={everyFace.value || ticked.value.has(index)} aria-label={`Face ${index + 1}, ${Math.round(face.score * 100)} % sure`}
          onClick={() => toggle(index)} style={{
            left: `${100 * face.box[0]}%`, top: `${100 * face.box[1]}%`,
            width: `${100 * face.box[2]}%`, height: `${100 * face.box[3]}%`,
          }}>
          <span aria-hidden="true">{index + 1}</span>
        </button>
      ))}
    </div>
  );
}

function Told() {
  const now = crop.value;
  if (!found.value?.length) return <p class="face-told" role="status">No face was found in this photo. Crop it by hand with the crop tool.</p>;
  if (!now) return <p class="face-told" role="status">Tick at least one face.</p>;
  const said = now.clamps.map((clamp) => CLAMPS[clamp]);
  return (
    <p class="face-told" role="status">
      <span>{boxes.value.length} of {found.value.length} {found.value.length === 1 ? "face" : "faces"}</span>
      <span>Crop {Math.round(now.box.width)} × {Math.round(now.box.height)} px</span>
      {said.length ? <span class="chip warn">{said.join(", ")}</span> : null}
      <span class="chip">Found by {engine.value}</span>
    </p>
  );
}

function percent(value: number): number {
  return Math.round(value * 100);
}

function Controls() {
  const padding = Math.min(999, percent(paddingOf(zoom.value)));
  return (
    <div class="face-controls">
      <label class="face-zoom">
        <span>Zoom</span>
        <input type="range" min="5" max="100" value={percent(zoom.value)} aria-valuetext={`${percent(zoom.value)} %`}
          onInput={(event) => (zoom.value = Number(event.currentTarget.value) / 100)} />
        <output>{percent(zoom.value)} %</output>
      </label>
      <label class="face-padding">
        <span>Padding</span>
        <input class="field" type="number" min="0" max="950" step="5" value={padding}
          onChange={(event) => (zoom.value = Math.min(1, Math.max(0.05, zoomOf(Math.max(0, Number(event.currentTarget.value)) / 100))))} />
        <span aria-hidden="true">%</span>
      </label>
      <label class="face-ratio">
        <span>Ratio</span>
        <select class="field" value={String(ratio.value)}
          onChange={(event) => (ratio.value = event.currentTarget.value === "null" ? null : Number(event.currentTarget.value))}>
          {RATIOS.map(([label, value]) => <option key={label} value={String(value)}>{label}</option>)}
        </select>
      </label>
      <div class="face-shapes" role="radiogroup" aria-label="Shape">
        {SHAPES.map(([value, label]) => (
          <label key={value}><input type="radio" name="face-shape" checked={shape.value === value} onChange={() => (shape.value = value)} />{label}</label>
        ))}
      </div>
      <label class="face-all"><input type="checkbox" checked={everyFace.value} onChange={(event) => (everyFace.value = event.currentTarget.checked)} />All faces, whichever are found</label>
    </div>
  );
}

function Body() {
  if (!layer.value) return <p class="face-told" role="status">Select one photo, then choose its faces.</p>;
  const error = trouble.value;
  if (error) {
    return (
      <div class="notice bad" role="alert">
        <strong>{error.message}</strong>{error.remedy}
        <button type="button" class="btn" onClick={() => void begin()}>Try again</button>
      </div>
    );
  }
  if (!found.value || !picture.value) {
    return (
      <p class="face-told" role="status">
        Looking for faces…<span class="bar busy" role="progressbar" aria-label="Looking for faces"><i /></span>
      </p>
    );
  }
  return <><div class="face-room"><Faces /></div><Told /><Controls /></>;
}

export function FaceOverlay() {
  const root = useRef<HTMLDivElement>(null);
  const cropped = useSignal(layer.value?.recipe["gravity"] === "face");
  useEffect(() => root.current?.focus(), []);
  return (
    <div ref={root} class="face-tool" role="dialog" aria-label="Crop to faces" tabIndex={-1}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
        else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) applyAndClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}>
      <Body />
      <div class="face-buttons">
        {cropped.value ? <button type="button" class="btn ghost" onClick={() => { removeCrop(); close(); }}>Show the whole photo</button> : null}
        <button type="button" class="btn" onClick={close}>Cancel</button>
        <button type="button" class="btn primary" disabled={!crop.value} onClick={applyAndClose}>Apply</button>
      </div>
    </div>
  );
}

function applyAndClose(): void {
  if (applyCrop()) close();
}
