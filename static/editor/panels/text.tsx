/** What a text layer's letters look like. */

import alignCenter from "lucide-static/icons/text-align-center.svg";
import alignEnd from "lucide-static/icons/text-align-end.svg";
import alignJustify from "lucide-static/icons/text-align-justify.svg";
import alignStart from "lucide-static/icons/text-align-start.svg";
import italicIcon from "lucide-static/icons/italic.svg";
import { useEffect } from "preact/hooks";
import type { Layer, Lettering } from "../document/types.ts";
import { fontNamed, loadFonts, nearest } from "../tools/text/fonts.ts";
import { Button } from "../ui/button.tsx";
import { Segmented, Select } from "../ui/choice.tsx";
import { ColourField } from "../ui/colour_field.tsx";
import { NumberField } from "../ui/number_field.tsx";
import { PaintField } from "../ui/paint_field.tsx";
import { Slider } from "../ui/slider.tsx";
import { FontField } from "./font_field.tsx";
import { setText, texts } from "./text_fields.ts";
import { common } from "./values.ts";

const WEIGHTS: Readonly<Record<number, string>> = {
  300: "Light", 400: "Regular", 500: "Medium", 600: "Semibold", 700: "Bold", 900: "Black",
};

/** The value that all have; null when they differ. */
function shared<K extends keyof Lettering>(layers: readonly Layer[], field: K): Lettering[K] | null {
  return common(layers, (layer) => layer.text![field]);
}

export function TextSection() {
  const layers = texts();
  useEffect(() => void loadFonts(), []);
  const size = shared(layers, "size");
  return (
    <>
      <FontField value={shared(layers, "font")} onChange={(font) => setText({ font }, "Font", false)} />
      <Cut layers={layers} />
      <NumberField label="Size" unit="px" min={1} max={4096} digits={1} value={size} onChange={(value, moving) => setText({ size: value }, "Text size", moving)} />
      <PaintField label="Colour" value={shared(layers, "color") ?? layers[0]?.text?.color ?? "#000000"}
        onChange={(color, moving) => setText({ color }, "Text colour", moving)} />
      <Lines layers={layers} />
      <Outline layers={layers} />
    </>
  );
}

/** Weight and slant, as the font has them. */
function Cut({ layers }: { layers: readonly Layer[] }) {
  const font = fontNamed(shared(layers, "font") ?? "");
  const weight = shared(layers, "weight");
  const italic = shared(layers, "italic");
  const weights = font?.weights ?? [400];
  return (
    <div class="line">
      <span>Weight</span>
      <span class="pair">
        <Select bare label="Weight" value={weight === null ? null : String(nearest(weights, weight))} disabled={weights.length < 2}
          choices={weights.map((one) => ({ value: String(one), label: WEIGHTS[one] ?? String(one) }))}
          onChange={(value) => setText({ weight: Number(value) }, "Text weight", false)} />
        <Button bare label="Italic" icon={italicIcon} pressed={italic === true} disabled={!font?.italics.length}
          onClick={() => setText({ italic: italic !== true }, "Italic", false)} />
      </span>
    </div>
  );
}

type Align = "start" | "center" | "right" | "justify";

function Lines({ layers }: { layers: readonly Layer[] }) {
  const align = shared(layers, "align");
  const sizing = shared(layers, "sizing");
  const height = shared(layers, "lineHeight");
  const spacing = shared(layers, "spacing");
  return (
    <>
      <Segmented<Align> label="Align" value={align === "left" ? "start" : align}
        choices={[
          { value: "start", label: "Start", icon: alignStart },
          { value: "center", label: "Centre", icon: alignCenter },
          { value: "right", label: "Right", icon: alignEnd },
          { value: "justify", label: "Justify", icon: alignJustify },
        ]}
        onChange={(value) => setText({ align: value }, "Text alignment", false)} />
      <Slider label="Line height" min={0.5} max={4} reach={[0.7, 2]} digits={2} start={1.2} value={height}
        onChange={(value, moving) => setText({ lineHeight: value }, "Line height", moving)} />
      <Slider label="Spacing" unit="%" min={-20} max={200} reach={[-10, 50]} start={0} value={spacing === null ? null : Math.round(spacing * 100)}
        onChange={(value, moving) => setText({ spacing: value / 100 }, "Letter spacing", moving)} />
      <Select label="Box" value={sizing}
        choices={[
          { value: "auto", label: "Follows the text" },
          { value: "height", label: "Breaks lines" },
          { value: "fixed", label: "Stays as it is" },
        ]}
        onChange={(value) => setText({ sizing: value }, "Text box", false)} />
      {sizing === "fixed" ? (
        <Segmented label="Place" value={shared(layers, "valign")}
          choices={[{ value: "top", label: "Top" }, { value: "middle", label: "Middle" }, { value: "bottom", label: "Bottom" }]}
          onChange={(valign) => setText({ valign }, "Text place", false)} />
      ) : null}
    </>
  );
}

function Outline({ layers }: { layers: readonly Layer[] }) {
  const stroke = shared(layers, "stroke");
  return (
    <>
      <Slider label="Stroke" unit="px" min={0} max={256} reach={[0, 32]} digits={1} start={0} value={stroke}
        onChange={(value, moving) => setText({ stroke: value }, "Text stroke", moving)} />
      {stroke === 0 ? null : (
        <ColourField label="Stroke colour" value={shared(layers, "strokeColor")}
          onChange={(strokeColor, moving) => setText({ strokeColor }, "Stroke colour", moving)} />
      )}
    </>
  );
}
