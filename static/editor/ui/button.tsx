/** Buttons: a word, a drawing, or both. A drawing alone carries its name for readers and as a hint. */

import type { ComponentChildren } from "preact";
import { Glyph } from "./glyph.tsx";

export interface ButtonProps {
  readonly label: string;
  readonly icon?: string | undefined;
  /** True shows the drawing alone. */
  readonly bare?: boolean;
  readonly primary?: boolean;
  readonly ghost?: boolean;
  readonly danger?: boolean;
  /** For what stays on: adds aria-pressed. */
  readonly pressed?: boolean | undefined;
  readonly disabled?: boolean;
  /** Shown in the hint, as "Ctrl+D". */
  readonly keys?: string | undefined;
  readonly class?: string;
  readonly expanded?: boolean | undefined;
  /** -1 where arrows lead to it. */
  readonly tabIndex?: number;
  readonly haspopup?: "menu" | "dialog" | "listbox" | undefined;
  readonly onClick?: (event: MouseEvent) => void;
  readonly children?: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const { label, icon, bare = false, keys } = props;
  const look = [
    "btn",
    bare && "icon",
    props.primary && "primary",
    (props.ghost ?? bare) && "ghost",
    props.danger && "danger",
    props.class,
  ];
  const hint = keys ? `${label} (${keys})` : label;
  return (
    <button
      type="button"
      class={look.filter(Boolean).join(" ")}
      aria-label={bare ? label : undefined}
      title={bare || keys ? hint : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.haspopup}
      disabled={props.disabled ?? false}
      tabIndex={props.tabIndex}
      onClick={props.onClick}
    >
      {icon ? <Glyph drawing={icon} /> : null}
      {bare ? null : <span>{label}</span>}
      {props.children}
    </button>
  );
}
