/** How layers mix with what lies below, and the shape they are cut to. */

import { shownLayers } from "./calm.ts";
import chevron from "lucide-static/icons/chevron-down.svg";
import { CHOICES } from "../document/schema.ts";
import { selected } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { tryingBlend } from "../state/view.ts";
import { Segmented } from "../ui/choice.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { openMenu } from "../ui/menu.tsx";
import { Slider } from "../ui/slider.tsx";
import { common, setField } from "./values.ts";

const free = (): readonly Layer[] => selected.value.filter((layer) => !layer.locked);

export function blendName(blend: string): string {
  const words = blend === "plus-lighter" ? "add" : blend.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function Appearance() {
  const layers = shownLayers.value;
  const locked = !free().length;
  const opacity = common(layers, (layer) => layer.opacity);
  return (
    <>
      <Slider label="Opacity" unit="%" min={0} max={100} start={100} disabled={locked}
        value={opacity === null ? null : Math.round(opacity * 100)}
        onChange={(value, moving) => setField(free(), "opacity", () => value / 100, "Opacity", moving)} />
      <Blend disabled={locked} />
      <Corners disabled={locked} />
    </>
  );
}

/** A menu that shows each mode on the canvas while it is pointed at or has the focus. */
function Blend({ disabled }: { disabled: boolean }) {
  const layers = shownLayers.value;
  const now = common(layers, (layer) => layer.blend);
  const open = (event: MouseEvent): void => {
    const target = free().at(-1);
    const entries = CHOICES.Layer.blend.map((blend) => ({
      label: blendName(blend),
      checked: blend === now,
      looked: () => { tryingBlend.value = target ? { layer: target.id, blend } : null; },
      run: () => setField(free(), "blend", () => blend, "Blend mode", false),
    }));
    openMenu("Blend mode", entries, event.currentTarget as Element, () => { tryingBlend.value = null; });
  };
  return (
    <div class="line">
      <span id="blend-label">Blend mode</span>
      <button type="button" class="field pick" aria-haspopup="menu" aria-labelledby="blend-label blend-value" disabled={disabled} onClick={open}>
        <span id="blend-value">{now === null ? "Mixed" : blendName(now)}</span>
        <Glyph drawing={chevron} />
      </button>
    </div>
  );
}

type Shape = "none" | "rounded" | "circle";

function shapeOf(clip: string): Shape {
  return clip === "none" || clip === "circle" ? clip : "rounded";
}

function Corners({ disabled }: { disabled: boolean }) {
  const layers = shownLayers.value.filter((layer) => layer.shape?.form !== "ellipse");
  const [first] = layers;
  if (!first) return null;
  const own = (): readonly Layer[] => layers.filter((layer) => !layer.locked);
  const half = (layer: Layer): number => Math.min(layer.width, layer.height) / 2;
  const kind = common(layers, (layer) => shapeOf(layer.clip));
  const radius = common(layers, (layer) => Number(layer.clip));
  const choose = (shape: Shape): void =>
    setField(own(), "clip", (layer) => (shape === "rounded" ? String(Math.max(1, Math.round(half(layer) / 5))) : shape), "Corners", false);
  return (
    <>
      <Segmented<Shape> label="Corners" value={kind} disabled={disabled} onChange={choose}
        choices={[{ value: "none", label: "Sharp" }, { value: "rounded", label: "Round" }, { value: "circle", label: "Circle" }]} />
      {kind === "rounded" ? (
        <Slider label="Radius" unit="px" digits={0} min={0} max={10000} reach={[0, Math.round(Math.min(...layers.map(half)))]} disabled={disabled}
          value={radius !== null && radius >= 0 ? radius : null}
          onChange={(value, moving) => setField(own(), "clip", () => (value > 0 ? String(value) : "none"), "Corners", moving)} />
      ) : null}
    </>
  );
}
