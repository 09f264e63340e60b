/** A paint: nothing, one colour, or a gradient with its stops. */

import minus from "lucide-static/icons/minus.svg";
import plus from "lucide-static/icons/plus.svg";
import { Button } from "./button.tsx";
import { Segmented, type Choice } from "./choice.tsx";
import { ColourField } from "./colour_field.tsx";
import { asKind, readPaint, writePaint, type Paint, type Stop } from "./paint.ts";
import { Slider } from "./slider.tsx";

export interface PaintFieldProps {
  readonly label: string;
  /** A paint in CSS notation. */
  readonly value: string;
  /** True offers "None", which is `transparent`. */
  readonly clear?: boolean;
  readonly onChange: (value: string, moving: boolean) => void;
}

type Kind = "none" | Paint["kind"];
const KINDS: readonly Choice<Kind>[] = [
  { value: "none", label: "None" },
  { value: "colour", label: "Colour" },
  { value: "linear", label: "Linear" },
  { value: "radial", label: "Radial" },
];

export function PaintField({ label, value, clear = false, onChange }: PaintFieldProps) {
  const paint = readPaint(value);
  const none = clear && value === "transparent";
  const choose = (kind: Kind): void => {
    if (kind === "none") onChange("transparent", false);
    else if (none && kind === "colour") onChange("#ffffff", false);
    else onChange(writePaint(asKind(paint, kind)), false);
  };
  return (
    <div class="paint" role="group" aria-label={label}>
      <Segmented bare label={`${label}, kind`} value={none ? "none" : paint.kind}
        choices={clear ? KINDS : KINDS.slice(1)} onChange={choose} />
      {none ? null : <Parts label={label} paint={paint} onChange={(next, moving) => onChange(writePaint(next), moving)} />}
    </div>
  );
}

interface PartsProps {
  readonly label: string;
  readonly paint: Paint;
  readonly onChange: (paint: Paint, moving: boolean) => void;
}

function Parts({ label, paint, onChange }: PartsProps) {
  if (paint.kind === "colour") {
    return <ColourField bare label={label} value={paint.colour}
      onChange={(colour, moving) => onChange({ kind: "colour", colour }, moving)} />;
  }
  const set = (stops: readonly Stop[], moving: boolean): void => onChange({ ...paint, stops }, moving);
  return (
    <>
      <div class="ramp checker"><i style={{ background: ramp(paint) }} /></div>
      {paint.stops.map((stop, index) => (
        <StopRow key={index} stop={stop} name={`Stop ${index + 1}`} removable={paint.stops.length > 2}
          onChange={(next, moving) => set(paint.stops.map((one, i) => (i === index ? next : one)), moving)}
          onRemove={() => set(paint.stops.filter((_, i) => i !== index), false)} />
      ))}
      <Button ghost icon={plus} label="Add a stop" disabled={paint.stops.length >= 32} onClick={() => set(withStop(paint.stops), false)} />
      {paint.kind === "linear" ? (
        <Slider label="Angle" unit="°" min={0} max={360} value={paint.angle}
          onChange={(angle, moving) => onChange({ ...paint, angle }, moving)} />
      ) : (
        <>
          <Slider label="Centre X" unit="%" min={0} max={100} value={paint.x}
            onChange={(x, moving) => onChange({ ...paint, x }, moving)} />
          <Slider label="Centre Y" unit="%" min={0} max={100} value={paint.y}
            onChange={(y, moving) => onChange({ ...paint, y }, moving)} />
        </>
      )}
    </>
  );
}

interface StopProps {
  readonly stop: Stop;
  readonly name: string;
  readonly removable: boolean;
  readonly onChange: (stop: Stop, moving: boolean) => void;
  readonly onRemove: () => void;
}

function StopRow({ stop, name, removable, onChange, onRemove }: StopProps) {
  return (
    <div class="stop">
      <ColourField bare alpha={false} label={`${name}, colour`} value={stop.colour}
        onChange={(colour, moving) => onChange({ ...stop, colour }, moving)} />
      <Slider label={`${name}, place`} unit="%" min={0} max={100} value={stop.at}
        onChange={(at, moving) => onChange({ ...stop, at }, moving)} />
      <Button bare label={`Remove ${name.toLowerCase()}`} icon={minus} disabled={!removable} onClick={onRemove} />
    </div>
  );
}

/** All stops from left to right, whatever the gradient's own direction is. */
function ramp(paint: Exclude<Paint, { kind: "colour" }>): string {
  return writePaint({ kind: "linear", angle: 90, stops: paint.stops });
}

/** One stop more, in the middle of the widest gap. */
function withStop(stops: readonly Stop[]): readonly Stop[] {
  const sorted = [...stops].sort((a, b) => a.at - b.at);
  let widest = 1;
  for (let i = 1; i < sorted.length; i += 1) {
    const gap = (sorted[i]?.at ?? 0) - (sorted[i - 1]?.at ?? 0);
    if (gap > (sorted[widest]?.at ?? 0) - (sorted[widest - 1]?.at ?? 0)) widest = i;
  }
  const [left, right] = [sorted[widest - 1], sorted[widest]];
  if (!left || !right) return stops;
  const between = { colour: left.colour, at: (left.at + right.at) / 2 };
  return [...sorted.slice(0, widest), between, ...sorted.slice(widest)];
}
