/** A value on a track, with the number beside it for those who know it. */

import { useId } from "preact/hooks";
import { NumberField } from "./number_field.tsx";
import { clamped, shownNumber } from "./numbers.ts";

export interface SliderProps {
  readonly label: string;
  /** null: the selected things differ. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** How far the track reaches, where the useful part is smaller than the allowed one. */
  readonly reach?: readonly [number, number] | undefined;
  readonly unit?: string;
  readonly digits?: number;
  /** Where a double click on the track leads. */
  readonly start?: number | undefined;
  readonly disabled?: boolean;
  /** `moving` is true while the knob is held: show it; false: it is done, save it. */
  readonly onChange: (value: number, moving: boolean) => void;
}

export function Slider(props: SliderProps) {
  const id = useId();
  const { label, value, min, max, unit = "", digits = 0 } = props;
  const [from, to] = props.reach ?? [min, max];
  const step = props.step ?? (digits > 0 ? 10 ** -digits : 1);
  const shown = clamped(value ?? from, from, to);
  const part = to > from ? (shown - from) / (to - from) : 0;
  const zero = from < 0 && to > 0 ? -from / (to - from) : 0;
  const read = (event: { currentTarget: HTMLInputElement }): number => Number(event.currentTarget.value);
  return (
    <div class="slider" data-disabled={props.disabled || undefined}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={shown}
        disabled={props.disabled ?? false}
        aria-valuetext={value === null ? "Mixed" : `${shownNumber(value, digits)} ${unit}`.trim()}
        style={{ "--from": Math.min(part, zero), "--to": Math.max(part, zero) }}
        onInput={(event) => props.onChange(read(event), true)}
        onChange={(event) => props.onChange(read(event), false)}
        onDblClick={() => props.start !== undefined && props.onChange(props.start, false)}
      />
      <NumberField bare label={`${label}, number`} value={value} min={min} max={max} step={step}
        unit={unit} digits={digits} disabled={props.disabled ?? false} onChange={props.onChange} />
    </div>
  );
}
