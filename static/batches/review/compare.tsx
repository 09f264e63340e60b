/** Before and after, one on the other: the photo lies where the file shows its subject. */

import { useState } from "preact/hooks";
import { Segmented } from "../../editor/ui/choice.tsx";
import type { Item, Result } from "../shared/api.ts";
import { original } from "./card.tsx";
import { batch } from "./state.ts";

export type Side = "after" | "split" | "before";
const BEFORE_PX = 1600;
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
  if (!result) return <Alone item={item} />;
  const share = side === "after" ? 0 : side === "before" ? 100 : cut;
  const clear = batch.value?.recipe["background"] === "transparent";
  const frame = { aspectRatio: `${result.width} / ${result.height}`, "--shape": String(result.width / result.height) };
  const address = `/p/${result.key}`;
  return (
    <>
      <div class="frame" style={frame}>
        <div class={clear ? "after checker" : "after"}>
          <img src={`/p/${result.preview}`} alt="" />
          <img key={address} class="whole" src={address} alt={`${item.name} for ${result.title}`} decoding="async" onLoad={() => setThere(address)} />
        </div>
        {item.original && (there === address || share > 0) ? <Before item={item} result={result} share={share} /> : null}
        {side === "split" ? (
          <>
            <i class="edge" style={{ left: `${cut}%` }} />
            <input type="range" class="cut" min={0} max={100} step={1} value={cut} aria-label="Where before ends and after begins"
              aria-valuetext={`${cut} % before`} onInput={(event) => setCut(Number(event.currentTarget.value))} />
          </>
        ) : null}
      </div>
      {item.original ? <Segmented bare label="Show" value={side} choices={SIDES} onChange={onSide} /> : null}
    </>
  );
}

/** The photo as it was brought, seen through the part of the frame that is `share` percent wide. */
function Before({ item, result, share }: { item: Item; result: Result; share: number }) {
  if (!item.original) return null;
  const [left, top, width, height] = result.lies ?? [0, 0, 1, 1];
  const at = { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` };
  return (
    <div class="before" aria-hidden={share === 0} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
      <img class={result.lies ? "laid" : "fitted"} style={at} src={original(item.original, BEFORE_PX)} alt={share > 0 ? `${item.name} as it was brought` : ""} decoding="async" />
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
