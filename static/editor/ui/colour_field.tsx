/** A colour: the system's picker, its code, and how much it covers. */

import { useId, useState } from "preact/hooks";
import { hexOf, readColour, writeColour, type Rgba } from "./colour.ts";
import { NumberField } from "./number_field.tsx";

export interface ColourFieldProps {
  readonly label: string;
  /** A CSS colour; null: the selected things differ. */
  readonly value: string | null;
  /** False for colours that always cover. */
  readonly alpha?: boolean;
  /** True keeps the label for readers only. */
  readonly bare?: boolean;
  readonly disabled?: boolean;
  /** `moving` is true while the picker is dragged. */
  readonly onChange: (value: string, moving: boolean) => void;
}

const BLACK: Rgba = { red: 0, green: 0, blue: 0, alpha: 1 };

/** Any CSS colour, by the browser's own parser where ours ends ("tomato"); null for no colour. */
function understood(text: string): Rgba | null {
  const known = readColour(text);
  if (known || !text.trim() || !CSS.supports("color", text.trim())) return known;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return null;
  context.fillStyle = text.trim();
  return readColour(context.fillStyle);
}

export function ColourField({ label, value, alpha = true, bare = false, disabled = false, onChange }: ColourFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const colour = (value === null ? null : understood(value)) ?? BLACK;
  const seen = colour.alpha > 0 ? colour : { ...colour, alpha: 1 };

  const pick = (hex: string, moving: boolean): void =>
    onChange(writeColour({ ...(readColour(hex) ?? BLACK), alpha: alpha ? seen.alpha : 1 }), moving);
  const take = (): void => {
    if (typed === null) return;
    const meant = understood(typed);
    setTyped(null);
    if (!meant) return;
    // "#f80" says nothing of alpha, so what was set stays.
    const whole = meant.alpha === 1 && alpha ? { ...meant, alpha: seen.alpha } : meant;
    if (writeColour(whole) !== value) onChange(writeColour(whole), false);
  };

  const shown = value === null ? "" : colour.alpha === 0 ? "transparent" : hexOf(colour);
  return (
    <div class={bare ? "colour bare" : "colour"}>
      {bare ? null : <label for={id}>{label}</label>}
      <span class="swatch checker">
        <i style={{ background: value ?? "none" }} />
        <input type="color" value={hexOf(colour)} disabled={disabled} aria-label={`${label}, picker`}
          onInput={(event) => pick(event.currentTarget.value, true)}
          onChange={(event) => pick(event.currentTarget.value, false)} />
      </span>
      <input id={id} class="field code" type="text" spellcheck={false} autocomplete="off" disabled={disabled}
        aria-label={bare ? label : undefined} placeholder={value === null ? "Mixed" : ""}
        value={typed ?? shown}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape" && typed !== null) { event.stopPropagation(); setTyped(null); }
        }}
        onBlur={take} />
      {alpha ? (
        <NumberField bare label={`${label}, opacity`} unit="%" min={0} max={100} disabled={disabled}
          value={value === null ? null : Math.round(colour.alpha * 100)}
          onChange={(percent, moving) => onChange(writeColour({ ...colour, alpha: percent / 100 }), moving)} />
      ) : null}
    </div>
  );
}
