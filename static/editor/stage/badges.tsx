/** What happens to a layer's picture, said on the layer itself: place in line, stage, or refusal. */

import { Fragment } from "preact";
import { doc } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { apply, type Point } from "../geometry/affine.ts";
import { centreOnCanvas } from "../geometry/world.ts";
import { pan, zoom } from "../state/view.ts";
import { pictureOf, retry } from "./pictures.ts";
import type { Progress } from "./fetching.ts";
import { seatOf } from "./places.ts";
import { pictured } from "./wishes.ts";
import { nameOf } from "./words.ts";

export function LayerBadges() {
  return (
    <div class="badges">
      {[...pictured(doc.value.layers)].map((layer) => <Badge key={layer.id} layer={layer} />)}
    </div>
  );
}

function Badge({ layer }: { layer: Layer }) {
  const { state, progress, error } = pictureOf(layer.id).value;
  if (state === "failed" && error) {
    return (
      <div class="badge bad" role="alert" data-own-pointer style={place(layer)}>
        <p><strong>{error.message}</strong> {error.remedy}</p>
        <button type="button" class="btn" aria-label={`Try again: ${nameOf(layer)}`} onClick={() => retry(layer.id)}>
          Try again
        </button>
      </div>
    );
  }
  if (state !== "loading" || !progress) return <Fragment />;
  return (
    <div class="badge" role="status" style={place(layer)}>
      <p>{STAGES[progress.stage]} <b dir="auto">{nameOf(layer)}</b></p>
      <div class="bar busy" role="progressbar" aria-label={`${STAGES[progress.stage]} ${nameOf(layer)}`}><i /></div>
      <p class="line">{inLine(progress)}</p>
    </div>
  );
}

const STAGES: Readonly<Record<Progress["stage"], string>> = {
  waiting: "Waiting for", looking: "Cutting out", drawing: "Drawing",
};
const ORDINALS = ["", "1st", "2nd", "3rd"];

/** "2nd in line · 1 s". */
export function inLine({ place, seconds }: Progress): string {
  const line = place ? `${ORDINALS[place] ?? `${place}th`} in line` : "";
  const left = seconds === null ? "" : seconds < 1 ? "less than 1 s" : `${Math.ceil(seconds)} s`;
  return [line, left].filter(Boolean).join(" · ");
}

/** The middle of the layer on the screen. */
function place(layer: Layer): { transform: string } {
  const seat = seatOf(layer.id);
  const at: Point = seat ? centreOnCanvas(seat) : { x: layer.x, y: layer.y };
  const { x, y } = apply({ a: zoom.value, b: 0, c: 0, d: zoom.value, e: pan.value.x, f: pan.value.y }, at);
  return { transform: `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -50%)` };
}
