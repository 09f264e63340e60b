/** Choices: a switch, a list, a row of segments. */

import { useId } from "preact/hooks";
import { Glyph } from "./glyph.tsx";

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  /** True keeps the label for readers only. */
  readonly bare?: boolean;
  readonly disabled?: boolean;
  readonly hint?: string;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, checked, bare = false, disabled = false, hint, onChange }: SwitchProps) {
  const box = (
    <input type="checkbox" role="switch" class="switch" checked={checked} disabled={disabled} title={hint}
      aria-label={bare ? label : undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
  return bare ? box : <label class="line"><span>{label}</span>{box}</label>;
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: string;
}

/** Of a list and of segments; `bare` keeps the label for readers only, `value` null means several. */
export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly choices: readonly Choice<T>[];
  readonly bare?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** The system's own list: it knows touch, keyboards and readers better than any of ours. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, choices, bare = false } = props;
  const list = (
    <select class="field" value={value ?? ""} disabled={props.disabled ?? false}
      aria-label={bare ? label : undefined}
      onChange={(event) => props.onChange(event.currentTarget.value as T)}>
      {value === null ? <option value="" disabled>Mixed</option> : null}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>{choice.label}</option>
      ))}
    </select>
  );
  return bare ? list : <label class="line"><span>{label}</span>{list}</label>;
}

/** Few choices side by side; arrows move, as in every group of radio buttons. */
export function Segmented<T extends string>(props: SelectProps<T>) {
  const name = useId();
  const group = (
    <span class="segments" role="radiogroup" aria-label={props.label}>
      {props.choices.map((choice) => (
        <label key={choice.value} title={choice.icon ? choice.label : undefined}>
          <input type="radio" name={name} value={choice.value} checked={choice.value === props.value}
            disabled={props.disabled ?? false} onChange={() => props.onChange(choice.value)} />
          {choice.icon ? <Glyph drawing={choice.icon} /> : null}
          <span class={choice.icon ? "visually-hidden" : ""}>{choice.label}</span>
        </label>
      ))}
    </span>
  );
  return props.bare ? group : <div class="line"><span aria-hidden="true">{props.label}</span>{group}</div>;
}
