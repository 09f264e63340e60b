/** The crop on the stage: the whole source dimmed, the kept part with thirds and handles, a bar. */

import { useEffect, useRef } from "preact/hooks";
import { computed, signal } from "@preact/signals";
import { placed, type Affine } from "../../geometry/affine.ts";
import { HANDLES, isCorner, type Handle } from "../../geometry/resize.ts";
import { boxOf } from "../../geometry/world.ts";
import { px, sized } from "../../stage/css.ts";
import { density } from "../../stage/density.ts";
import { fetchPicture } from "../../stage/fetching.ts";
import { pictureOf } from "../../stage/pictures.ts";
import { pictureScale } from "../../stage/scale.ts";
import { originalLook, wishOf } from "../../stage/wishes.ts";
import { pan, stageSize, zoom } from "../../state/view.ts";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/choice.tsx";
import { frameOf } from "../frames.ts";
import { resizeCursor } from "../select/cursors.ts";
import { cancel, keyDown } from "./crop.ts";
import { apply, chooseRatio, cutByRecipe, onCanvas, ratio, RATIOS, session, showAll, takeOver, type Session } from "./session.ts";

const NAMES: Readonly<Record<Handle, string>> = {
  nw: "Top left corner", n: "Top side", ne: "Top right corner", e: "Right side",
  se: "Bottom right corner", s: "Bottom side", sw: "Bottom left corner", w: "Left side",
};
/** The whole source as it is shown while one crops. */
const source = signal<HTMLImageElement | null>(null);

/** The handle of the picture itself that is seen as `shown`: a mirrored one has them swapped. */
export function ownHandle(shown: Handle): Handle {
  const map = session.value?.seat.map;
  const layer = session.value?.layer;
  if (!map || !layer) return shown;
  const mirroredBelow = (map.a * map.d - map.b * map.c < 0) !== (layer.flipX !== layer.flipY);
  let name: string = shown;
  if (layer.flipX !== mirroredBelow) name = name.replace(/[we]/, (side) => (side === "w" ? "e" : "w"));
  if (layer.flipY) name = name.replace(/[ns]/, (side) => (side === "n" ? "s" : "n"));
  return name as Handle;
}

export function CropOverlay() {
  return <Cropping />;
}

function Cropping() {
  const now = session.value;
  if (cutByRecipe.value) return <CutByRecipe />;
  if (!now) return <p class="crop-bar" role="status">Select one picture to crop it.</p>;
  return (
    <div class="crop" onKeyDown={keys}>
      <Source layer={now} />
      <Frame now={now} />
      <Bar now={now} />
    </div>
  );
}

function keys(event: KeyboardEvent): void {
  const inBar = (event.target as Element).closest(".crop-bar") !== null;
  if (event.key === "Escape") cancel();
  else if (inBar || !keyDown(event)) return;
  event.preventDefault();
  event.stopPropagation();
}

function matrix({ a, b, c, d, e, f }: Affine): string {
  const { x, y } = pan.value;
  const k = zoom.value;
  return `matrix(${a * k},${b * k},${c * k},${d * k},${e * k + x},${f * k + y})`;
}

/** The whole source in its place, dark outside of what is kept. */
function Source({ layer: { layer, boxes } }: { layer: Session }) {
  useSource(layer, boxes.source);
  const { kept } = boxes;
  const image = source.value ?? pictureOf(layer.id).value.image;
  const box = boxes.source;
  const shift = { a: 1, b: 0, c: 0, d: 1, e: box.left, f: box.top };
  const map = onCanvas.value!;
  const place = { ...map, e: map.a * shift.e + map.c * shift.f + map.e, f: map.b * shift.e + map.d * shift.f + map.f };
  const across = source.value ? box.width / source.value.naturalWidth : 1;
  const down = source.value ? box.height / source.value.naturalHeight : 1;
  return (
    <div class="crop-source" style={{ ...sized(box.width, box.height), transform: matrix(place) }}>
      {source.value && image ? (
        <img src={image.src} alt="" draggable={false} style={{ ...sized(image.naturalWidth, image.naturalHeight), transform: `scale(${across},${down})` }} />
      ) : null}
      <div class="crop-kept" style={{ left: px(kept.left - box.left), top: px(kept.top - box.top), ...sized(kept.width, kept.height) }} />
    </div>
  );
}

/** Asks for the whole source once per crop. */
function useSource(layer: Session["layer"], box: { width: number; height: number }): void {
  useEffect(() => {
    const stop = new AbortController();
    const whole = { ...originalLook(layer), crop: [0, 0, 1, 1] as const, width: box.width, height: box.height };
    const { width, height } = stageSize.value;
    const room = { zoom: zoom.value, density: density.value, reach: Math.max(width, height) };
    fetchPicture(wishOf(whole, pictureScale(whole, room)), stop.signal, () => undefined)
      .then(({ image }) => void (source.value = image))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) console.error(error);
      });
    return () => {
      stop.abort();
      source.value = null;
    };
  }, [layer]);
}

/** The kept part as it is seen: upright handles whatever the picture's flips. */
const frame = computed(() => {
  const now = session.value;
  const map = onCanvas.value;
  if (!now || !map) return null;
  const { layer, boxes: { kept } } = now;
  const flat = placed({ ...kept, x: kept.left + kept.width / 2, y: kept.top + kept.height / 2, flipX: layer.flipX, flipY: layer.flipY }, boxOf(kept));
  const onto = {
    a: map.a * flat.a, b: map.b * flat.a, c: map.c * flat.d, d: map.d * flat.d,
    e: map.a * flat.e + map.c * flat.f + map.e, f: map.b * flat.e + map.d * flat.f + map.f,
  };
  return onto;
});

function Frame({ now }: { now: Session }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const map = frame.value!;
  const { kept } = now.boxes;
  const look = frameOf(map, boxOf(kept));
  const turn = (Math.atan2(map.b, map.a) * 180) / Math.PI;
  return (
    <div
      ref={box}
      class="frame crop-frame"
      role="group"
      aria-label={`Kept part, ${Math.round(kept.width)} by ${Math.round(kept.height)}. Arrows move the picture`}
      tabIndex={0}
      style={look}
    >
      <i class="third x" /><i class="third y" />
      {HANDLES.map((handle) => (
        <button
          key={handle}
          type="button"
          class={`handle ${isCorner(handle) ? "corner" : "side"} ${handle}`}
          data-handle={handle}
          aria-label={NAMES[handle]}
          style={{ cursor: resizeCursor(handle, turn) }}
        />
      ))}
    </div>
  );
}

function Bar({ now }: { now: Session }) {
  const { kept } = now.boxes;
  return (
    <div class="crop-bar" role="toolbar" aria-label="Crop" data-own-pointer>
      <Segmented
        label="Ratio"
        bare
        value={ratio.value}
        choices={RATIOS.map((value) => ({ value, label: value === "free" ? "Free" : value === "original" ? "Original" : value }))}
        onChange={chooseRatio}
      />
      <output>{Math.round(kept.width)} × {Math.round(kept.height)}</output>
      <Button label="Whole picture" ghost onClick={showAll} />
      <Button label="Cancel" onClick={cancel} />
      <Button label="Apply" primary onClick={apply} />
    </div>
  );
}

/** Trim and face crops decide by themselves what is kept. */
function CutByRecipe() {
  return (
    <div class="crop-bar told" role="dialog" aria-label="Crop" data-own-pointer>
      <p>This picture is cut by its own settings (trim, faces or gravity).</p>
      <Button label="Cancel" onClick={cancel} />
      <Button label="Crop by hand instead" primary onClick={() => void takeOver()} />
    </div>
  );
}
