/** Before and after, one on the other: the photo lies where the file shows its subject. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Segmented } from "../../editor/ui/choice.tsx";
import type { Item, Result } from "../shared/api.ts";
import { original } from "./card.tsx";
import { batch } from "./state.ts";
import { widths, zoom } from "./zoom.ts";
import { ZoomBar } from "./zoom_bar.tsx";
import { inside, type Zoom } from "./zooming.ts";

export type Side = "after" | "split" | "before";
const BEFORE_PX = 1600;
/** From this scale on the photo is fetched with so many px. */
const CLOSE = 1.3;
const CLOSE_PX = 4096;
const MIDDLE = 50;
const SIDES = [
  { value: "before", label: "Before" },
  { value: "split", label: "Both" },
  { value: "after", label: "After" },
] as const;

export interface CompareProps {
  readonly item: Item;
  readonly result: Result | undefined;
  readonly side: Side;
  readonly onSide: (side: Side) => void;
}

export function Compare({ item, result, side, onSide }: CompareProps) {
  const [cut, setCut] = useState(MIDDLE);
  const [there, setThere] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => measured(box.current, result?.width ?? 0), [result?.width, result?.height]);
  if (!result) return <Alone item={item} />;
  const now = zoom.value;
  const share = side === "after" ? 0 : side === "before" ? 100 : inside(now, cut / 100) * 100;
  const clear = batch.value?.recipe["background"] === "transparent";
  const frame = { aspectRatio: `${result.width} / ${result.height}`, "--shape": String(result.width / result.height) };
  const address = `/p/${result.key}`;
  return (
    <>
      <div ref={box} class="frame" data-zoomed={now.scale > 1 ? "" : undefined} style={frame}>
        <div class="picture" style={{ transform: laid(now) }}>
          <div class={clear ? "after checker" : "after"}>
            <img src={`/p/${result.preview}`} alt="" />
            <img key={address} class="whole" src={address} alt={`${item.name} for ${result.title}`} decoding="async" onLoad={() => setThere(address)} />
          </div>
          {item.original && (there === address || share > 0) ? <Before item={item} result={result} share={share} close={now.scale > CLOSE} /> : null}
        </div>
        {side === "split" ? <Cut at={cut} onMove={setCut} /> : null}
      </div>
      <div class="viewer-look">
        {item.original ? <Segmented bare label="Show" value={side} choices={SIDES} onChange={onSide} /> : null}
        <ZoomBar />
      </div>
    </>
  );
}

function laid({ scale, x, y }: Zoom): string {
  return scale > 1 ? `translate(${x * 100}%, ${y * 100}%) scale(${scale})` : "none";
}

/** Follows how wide the frame is, in px of the screen. */
function measured(box: HTMLElement | null, file: number): () => void {
  const measure = (): void => {
    widths.value = { file, frame: (box?.clientWidth ?? 0) * devicePixelRatio };
  };
  const watch = new ResizeObserver(measure);
  if (box) watch.observe(box);
  measure();
  return () => watch.disconnect();
}

/** The line between before and after. It is caught near itself: beside it, fingers and mouse move the
 *  picture. */
function Cut({ at, onMove }: { at: number; onMove: (at: number) => void }) {
  return (
    <>
      <i class="edge" style={{ left: `${at}%` }} />
      <input type="range" class="cut" min={0} max={100} step={1} value={at} style={{ "--at": `${at}%` }} aria-label="Where before ends and after begins"
        aria-valuetext={`${at} % before`} onInput={(event) => onMove(Number(event.currentTarget.value))} />
    </>
  );
}

/** The photo as it was brought, seen through the part of the frame that is `share` percent wide. */
function Before({ item, result, share, close }: { item: Item; result: Result; share: number; close: boolean }) {
  if (!item.original) return null;
  const [left, top, width, height] = result.lies ?? [0, 0, 1, 1];
  const look = result.lies ? "laid" : "fitted";
  const at = { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` };
  return (
    <div class="before" aria-hidden={share === 0} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
      <img class={look} style={at} src={original(item.original, BEFORE_PX)} alt={share > 0 ? `${item.name} as it was brought` : ""} decoding="async" />
      {close && share > 0 ? <img class={look} style={at} src={original(item.original, CLOSE_PX)} alt="" decoding="async" /> : null}
    </div>
  );
}

/** An item without a file yet, or that never gets one. */
function Alone({ item }: { item: Item }) {
  return (
    <div class="frame alone">
      {item.original ? <img src={original(item.original, BEFORE_PX)} alt={`${item.name} as it was brought`} /> : <p class="quiet">There is no picture: the photo couldn't be read.</p>}
      {item.state === "running" ? <div class="bar busy" role="progressbar" aria-label="Being made"><i /></div> : null}
    </div>
  );
}
