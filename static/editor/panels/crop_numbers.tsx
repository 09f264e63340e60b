/** The part of the photo that a layer shows, in percent of the photo. */

import { shownLayers } from "./calm.ts";
import type { Fractions, Layer } from "../document/types.ts";
import { Button } from "../ui/button.tsx";
import { live } from "../ui/live.ts";
import { NumberField } from "../ui/number_field.tsx";
import { clamped } from "../ui/numbers.ts";

const NAMES = ["Left", "Top", "Right", "Bottom"] as const;
type Name = (typeof NAMES)[number];
/** No less of the photo than this. */
const LEAST = 0.005;

/** How much is cut away at each side, 0 to 1. */
function cut([left, top, width, height]: Fractions): Readonly<Record<Name, number>> {
  return { Left: left, Top: top, Right: 1 - left - width, Bottom: 1 - top - height };
}

/** The rest stays where it is and keeps its scale, so the box follows the crop. */
function cropped(layer: Layer, name: Name, share: number): { crop: Fractions; box: Partial<Layer> } {
  const sides = { ...cut(layer.crop), [name]: share };
  const width = Math.max(LEAST, 1 - sides.Left - sides.Right);
  const height = Math.max(LEAST, 1 - sides.Top - sides.Bottom);
  const [oldLeft, oldTop, oldWidth, oldHeight] = layer.crop;
  const whole = { width: layer.width / oldWidth, height: layer.height / oldHeight };
  const dx = (sides.Left + width / 2 - oldLeft - oldWidth / 2) * whole.width * (layer.flipX ? -1 : 1);
  const dy = (sides.Top + height / 2 - oldTop - oldHeight / 2) * whole.height * (layer.flipY ? -1 : 1);
  const turn = (layer.rotation * Math.PI) / 180;
  return {
    crop: [sides.Left, sides.Top, width, height],
    box: {
      width: width * whole.width, height: height * whole.height,
      x: layer.x + dx * Math.cos(turn) - dy * Math.sin(turn), y: layer.y + dx * Math.sin(turn) + dy * Math.cos(turn),
    },
  };
}

function set(layer: Layer, to: Partial<Layer>, moving: boolean): void {
  live(Object.entries(to).map(([field, value]) => ({ op: "set" as const, layer: layer.id, field, value })), "Crop", `crop:${layer.id}`, moving);
}

export function CropNumbers() {
  const [layer] = shownLayers.value;
  if (!layer) return null;
  const sides = cut(layer.crop);
  const opposite = { Left: "Right", Top: "Bottom", Right: "Left", Bottom: "Top" } as const;
  const whole = layer.crop.every((part, index) => part === [0, 0, 1, 1][index]);
  const reset = (): void => {
    let next = layer;
    for (const name of NAMES) {
      const { crop, box } = cropped(next, name, 0);
      next = { ...next, ...box, crop };
    }
    set(layer, { crop: [0, 0, 1, 1], x: next.x, y: next.y, width: next.width, height: next.height }, false);
  };
  return (
    <>
      <div class="pairs two">
        {NAMES.map((name) => (
          <NumberField key={name} label={name} unit="%" digits={1} min={0} max={clamped((1 - sides[opposite[name]] - LEAST) * 100, 0, 100)}
            value={Number((sides[name] * 100).toFixed(1))}
            onChange={(value, moving) => {
              const { crop, box } = cropped(layer, name, value / 100);
              set(layer, { crop, ...box }, moving);
            }} />
        ))}
      </div>
      {whole ? null : <Button ghost label="Show the whole photo" onClick={reset} />}
    </>
  );
}
