/** Size, format, quality and background, as far as the purpose leaves them open. */

import link from "lucide-static/icons/link-2.svg";
import { Segmented, Select, Switch } from "../ui/choice.tsx";
import { ColourField } from "../ui/colour_field.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { NumberField } from "../ui/number_field.tsx";
import { Slider } from "../ui/slider.tsx";
import { formatsOf, hasAlpha, heightFor, isSized, mostWidth, optionsOf, takesQuality, widthFor, type Choice } from "./choice.ts";
import { change, choice, preset, seeThrough, sheet } from "./state.ts";
import type { Format, Preset } from "./types.ts";
import { formatName, limitText } from "./words.ts";

export function Options() {
  const [chosen, kind] = [choice.value, preset.value];
  if (!chosen || !kind) return null;
  return (
    <section class="export-options" aria-label="Settings">
      {isSized(kind) ? <Fixed preset={kind} /> : <Size chosen={chosen} />}
      <FormatChoice chosen={chosen} preset={kind} />
      {isSized(kind) ? <Framing chosen={chosen} preset={kind} /> : <Background chosen={chosen} />}
    </section>
  );
}

function Fixed({ preset }: { preset: Preset }) {
  const { rules } = preset;
  const size = rules.sizing === "exact" ? `${rules.width} × ${rules.height} px` : `one side ${rules.width} px`;
  return (
    <>
      <div class="line"><span>Size</span><span class="export-fact">{size}</span></div>
      {rules.max_bytes ? (
        <div class="line"><span>File size</span><span class="export-fact">{limited(preset)}</span></div>
      ) : null}
    </>
  );
}

/** A byte budget is searched for; other limits are only checked. */
function limited(kind: Preset): string {
  return `${optionsOf(kind).has("max-bytes") ? "best below" : "at most"} ${limitText(kind.rules.max_bytes)}`;
}

const SCALES = [1, 2, 3];

function Size({ chosen }: { chosen: Choice }) {
  const { width, height } = sheet.value;
  const most = mostWidth(sheet.value);
  const scale = SCALES.find((one) => Math.round(width * one) === chosen.width);
  const choices = SCALES.filter((one) => width * one <= most).map((one) => ({ value: `${one}`, label: `${one}×` }));
  const take = (wanted: number): void => change({ width: Math.min(most, Math.max(1, Math.round(wanted))) });
  return (
    <>
      <Segmented label="Size" value={scale ? `${scale}` : null} choices={choices} onChange={(value) => take(width * Number(value))} />
      <div class="export-sides">
        <NumberField label="Width" short="W" unit="px" min={1} max={most} value={chosen.width} whole={width}
          onChange={(value) => take(value)} />
        <span title="Width and height belong together"><Glyph drawing={link} /></span>
        <NumberField label="Height" short="H" unit="px" min={1} max={heightFor(most, sheet.value)}
          value={heightFor(chosen.width, sheet.value)} whole={height}
          onChange={(value) => take(widthFor(value, sheet.value))} />
      </div>
    </>
  );
}

function FormatChoice({ chosen, preset: kind }: { chosen: Choice; preset: Preset }) {
  const choices = formatsOf(kind).map((value) => ({ value, label: formatName(value) }));
  return (
    <>
      {choices.length > 1 ? (
        <Segmented<Format> label="Format" value={chosen.format} choices={choices} onChange={(format) => change({ format })} />
      ) : (
        <div class="line"><span>Format</span><span class="export-fact">{formatName(chosen.format)}</span></div>
      )}
      {takesQuality(kind, chosen.format) && !isSized(kind) ? (
        <Slider label="Quality" value={chosen.quality} min={1} max={100} reach={[20, 100]}
          onChange={(quality) => change({ quality })} />
      ) : null}
    </>
  );
}

const BACKGROUNDS = [
  { value: "" as const, label: "As on the canvas" },
  { value: "white" as const, label: "White" },
  { value: "colour" as const, label: "Colour" },
  { value: "transparent" as const, label: "Transparent" },
];

function Background({ chosen }: { chosen: Choice }) {
  const clear = hasAlpha(chosen.format);
  const { background } = chosen;
  const known = background === "" || background === "white" || background === "transparent";
  const hint = background === "" && seeThrough.value && !clear;
  return (
    <>
      <Select label="Background" value={known ? background : "colour"}
        choices={BACKGROUNDS.filter((one) => clear || one.value !== "transparent")}
        onChange={(value) => change({ background: value === "colour" ? "#f4c430" : value })} />
      {known ? null : <ColourField label="Colour" alpha={false} value={background} onChange={(value, moving) => moving || change({ background: value })} />}
      {hint ? <p class="export-hint">{formatName(chosen.format)} knows no transparency: it becomes white.</p> : null}
    </>
  );
}

function Framing({ chosen, preset: { rules } }: { chosen: Choice; preset: Preset }) {
  const percent = Math.round(rules.fill * 100);
  return (
    <>
      {rules.outline ? (
        <Switch label={`White outline, ${rules.outline} px`} checked={chosen.outline} onChange={(outline) => change({ outline })} />
      ) : null}
      {rules.margin ? (
        <Switch label={`Margin, ${rules.margin} px`} checked={chosen.margin} onChange={(margin) => change({ margin })} />
      ) : null}
      {rules.fill ? (
        <Switch label={`Subject at ${percent} %`} checked={chosen.margin} onChange={(margin) => change({ margin })} />
      ) : null}
      {seeThrough.value ? null : (
        <Switch label="Keep the canvas background" checked={chosen.background === "document"}
          onChange={(kept) => change({ background: kept ? "document" : "" })} />
      )}
    </>
  );
}
