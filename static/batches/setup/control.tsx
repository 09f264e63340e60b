/** One control per field of the recipe, drawn from the server's description of it. */

import { useEffect, useState } from "preact/hooks";
import { learnModels, models } from "../../editor/panels/cutout_models.ts";
import { Segmented, Select, Switch, type Choice } from "../../editor/ui/choice.tsx";
import { NumberField } from "../../editor/ui/number_field.tsx";
import { Slider } from "../../editor/ui/slider.tsx";
import { isShare, labelOf, wordOf } from "./layout.ts";
import type { Field } from "./schema.ts";

export interface ControlProps {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const FEW = 3;

export function Control({ field, value, onChange }: ControlProps) {
  const label = labelOf(field.name);
  const { type, enum: words } = field.schema;
  if (type === "boolean") return <Switch label={label} checked={value === true} hint={field.help} onChange={onChange} />;
  if (words) return <Words field={field} value={value} onChange={onChange} />;
  if (isShare(field)) return <Share field={field} value={value} onChange={onChange} />;
  if (type === "number" || type === "integer") {
    const { minimum, maximum, unit = "" } = field.schema;
    return (
      <NumberField label={label} value={Number(value)} unit={unit} digits={type === "integer" ? 0 : 2}
        {...(minimum === undefined ? {} : { min: minimum })} {...(maximum === undefined ? {} : { max: maximum })} onChange={onChange} />
    );
  }
  if (field.name === "model" || field.name === "second") return <Model field={field} value={value} onChange={onChange} />;
  return <Text field={field} value={value} onChange={onChange} />;
}

function Words({ field, value, onChange }: ControlProps) {
  const words = field.schema.enum ?? [];
  const choices: readonly Choice<string>[] = words.map((word) => ({ value: word, label: wordOf(word) }));
  const props = { label: labelOf(field.name), value: String(value), choices, onChange };
  return words.length <= FEW ? <Segmented {...props} /> : <Select {...props} />;
}

/** A share of something, in percent; the recipe keeps 0.85 for 85 %. */
export function Share({ field, value, onChange }: ControlProps) {
  const { minimum = 0, maximum = 1 } = field.schema;
  const percent = (share: unknown): number => Number((Number(share) * 100).toFixed(1));
  return (
    <Slider label={labelOf(field.name)} unit="%" digits={1} step={1} min={minimum * 100} max={maximum * 100}
      value={percent(value)} start={percent(field.default)}
      onChange={(next) => onChange(Number((next / 100).toFixed(4)))} />
  );
}

/** Taken while it is typed: the preview waits for a pause by itself. */
export function Text({ field, value, onChange }: ControlProps) {
  return (
    <label class="line">
      <span>{labelOf(field.name)}</span>
      <input class="field" type="text" value={String(value)} maxLength={field.schema.maxLength} placeholder={field.example}
        title={field.help} autocomplete="off" spellcheck={false} onInput={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}

/** The models that are here, by name; what the recipe names is offered even when it isn't. */
function Model({ field, value, onChange }: ControlProps) {
  useEffect(learnModels, []);
  const [first] = useState(String(value));
  const here = (models.value ?? []).filter((one) => one.present).map((one) => one.name);
  const start = String(field.default);
  const names = [...new Set([...here, first, String(value)])].filter((name) => name !== start && name !== "");
  const choices = [
    { value: start, label: start === "" ? "None" : "Best here" },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return <Select label={labelOf(field.name)} value={String(value)} choices={choices} onChange={onChange} />;
}
