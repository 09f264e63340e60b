/** A number with its name in front: typed, stepped by arrows, or dragged by its name. */

import { useId, useRef, useState } from "preact/hooks";
import { clamped, evaluate, shownNumber } from "./numbers.ts";

export interface NumberFieldProps {
  readonly label: string;
  /** Shown instead of the label, where room is scarce ("X"). */
  readonly short?: string;
  /** null: the selected things differ. */
  readonly value: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Behind the number: "px", "%", "°". */
  readonly unit?: string;
  /** Digits behind the point. */
  readonly digits?: number;
  /** What "50%" is a part of. */
  readonly whole?: number | undefined;
  readonly disabled?: boolean;
  /** True leaves out the name: something beside it shows it. */
  readonly bare?: boolean;
  /** `moving` is true while the name is dragged. */
  readonly onChange: (value: number, moving: boolean) => void;
}

const ARROWS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

function spelled({ value, digits = 0, unit = "" }: NumberFieldProps): string {
  if (value === null) return "";
  const gap = unit && unit !== "°" ? "\u00a0" : "";
  return `${shownNumber(value, digits)}${gap}${unit}`;
}

/** The value in the field's bounds and grain. */
function fitted(value: number, { min = -Infinity, max = Infinity, digits = 0 }: NumberFieldProps): number {
  return clamped(Number(value.toFixed(digits)), min, max);
}

export function NumberField(props: NumberFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const { value, step = 1, disabled = false } = props;

  const take = (): void => {
    if (typed === null) return;
    const meant = evaluate(typed, { whole: props.whole });
    setTyped(null);
    if (meant !== null && fitted(meant, props) !== value) props.onChange(fitted(meant, props), false);
  };
  const keyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    const steps = ARROWS[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      const start = (typed === null ? null : evaluate(typed, { whole: props.whole })) ?? value ?? 0;
      const by = steps * step * (event.shiftKey ? 10 : 1) * (event.altKey ? 0.1 : 1);
      setTyped(null);
      props.onChange(fitted(start + by, props), false);
    } else if (event.key === "Enter") {
      take();
      event.currentTarget.select();
    } else if (event.key === "Escape" && typed !== null) {
      event.stopPropagation();
      setTyped(null);
    }
  };

  return (
    <div class={props.bare ? "number bare" : "number"} data-disabled={disabled || undefined}>
      {props.bare ? null : <Name id={id} props={props} />}
      <input
        id={id}
        type="text"
        inputMode="text"
        role="spinbutton"
        autocomplete="off"
        aria-label={props.bare || props.short ? props.label : undefined}
        aria-valuenow={value ?? undefined}
        aria-valuetext={value === null ? "Mixed" : spelled(props)}
        aria-valuemin={finite(props.min)}
        aria-valuemax={finite(props.max)}
        placeholder={value === null ? "Mixed" : ""}
        disabled={disabled}
        value={typed ?? spelled(props)}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={keyDown}
        onBlur={take}
      />
    </div>
  );
}

function finite(bound: number | undefined): number | undefined {
  return bound !== undefined && Number.isFinite(bound) ? bound : undefined;
}

/** The name; dragging it left and right changes the number, as in other design tools. */
function Name({ id, props }: { id: string; props: NumberFieldProps }) {
  const from = useRef<{ x: number; value: number; moved: boolean } | null>(null);
  const at = (event: PointerEvent): number => {
    const start = from.current!;
    const by = Math.round((event.clientX - start.x) / 2) * (props.step ?? 1) * (event.shiftKey ? 10 : 1);
    return fitted(start.value + by, props);
  };
  const down = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (props.disabled || props.value === null || event.button !== 0) return;
    from.current = { x: event.clientX, value: props.value, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const start = from.current;
    if (!start || (!start.moved && Math.abs(event.clientX - start.x) < 3)) return;
    start.moved = true;
    props.onChange(at(event), true);
  };
  const up = (event: PointerEvent): void => {
    if (from.current?.moved) {
      event.preventDefault();
      props.onChange(at(event), false);
    }
    from.current = null;
  };
  const lost = (): void => {
    if (from.current?.moved) props.onChange(from.current.value, false);
    from.current = null;
  };
  return (
    <label for={id} title={props.short ? props.label : undefined}
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={lost}>
      {props.short ?? props.label}
    </label>
  );
}
