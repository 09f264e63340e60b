/** Where the layers lie, in numbers. */

import { canvas, shownPlaces } from "./calm.ts";
import { signal } from "@preact/signals";
import link from "lucide-static/icons/link.svg";
import unlink from "lucide-static/icons/unlink.svg";
import { LIMITS } from "../document/schema.ts";
import type { Change, Layer } from "../document/types.ts";
import { keysOf } from "../actions/keyboard.ts";
import { action, perform } from "../actions/registry.ts";
import { Button } from "../ui/button.tsx";
import { live } from "../ui/live.ts";
import { NumberField } from "../ui/number_field.tsx";
import { resizedLayer } from "../actions/scaling.ts";
import { common, setField } from "./values.ts";

const FAR = LIMITS.farPx;
/** True keeps width and height in their proportion. */
export const ratioLocked = signal(true);

export function Position() {
  const layers = shownPlaces.value;
  const { width, height } = canvas.value;
  const locked = layers.every((layer) => layer.locked);
  const turn = action("turn");
  const field = (name: "x" | "y", short: string, label: string, whole: number) => (
    <NumberField label={label} short={short} digits={1} min={-FAR} max={FAR} whole={whole} disabled={locked}
      value={common(layers, (layer) => round(layer[name]))}
      onChange={(value, moving) => setField(free(layers), name, () => value, "Move", moving)} />
  );
  return (
    <div class="pairs">
      {field("x", "X", "Centre X", width)}
      {field("y", "Y", "Centre Y", height)}
      <NumberField label="Angle" short="∠" unit="°" digits={1} min={-3600} max={3600} disabled={locked}
        value={common(layers, (layer) => round(signed(layer.rotation)))}
        onChange={(value, moving) => setField(free(layers), "rotation", () => ((value % 360) + 360) % 360, "Rotate", moving)} />
      <Side side="width" short="W" layers={layers} locked={locked} />
      <Side side="height" short="H" layers={layers} locked={locked} />
      <span class="pairs-do">
        <Button bare label="Keep proportions" icon={ratioLocked.value ? link : unlink} pressed={ratioLocked.value}
          onClick={() => { ratioLocked.value = !ratioLocked.value; }} />
        <Button bare label={turn.label} icon={turn.icon} keys={keysOf(turn)} disabled={locked} onClick={() => void perform("turn")} />
      </span>
    </div>
  );
}

function Side({ side, short, layers, locked }: { side: "width" | "height"; short: string; layers: readonly Layer[]; locked: boolean }) {
  const value = common(layers, (layer) => round(layer[side]));
  const label = side === "width" ? "Width" : "Height";
  return (
    <NumberField label={label} short={short} digits={1} min={1} max={FAR} whole={canvas.value[side]} disabled={locked} value={value}
      onChange={(wanted, moving) => resize(free(layers), side, wanted, moving)} />
  );
}

function resize(layers: readonly Layer[], side: "width" | "height", wanted: number, moving: boolean): void {
  const patch = layers.flatMap((layer): readonly Change[] => {
    const factor = wanted / layer[side];
    const both = ratioLocked.value || layer.kind === "group";
    return resizedLayer(layer, {
      width: side === "width" || both ? layer.width * factor : layer.width,
      height: side === "height" || both ? layer.height * factor : layer.height,
    });
  });
  live(patch, "Resize", `size:${layers.map((layer) => layer.id).join()}`, moving);
}

function free(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter((layer) => !layer.locked);
}

/** -180 to 180, as people say angles. */
function signed(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
