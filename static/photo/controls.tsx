/** One control per option, drawn from the registry's description of it. */

import { recipe, set } from "./state.ts";
import type { Operation, Option, Value } from "./recipe.ts";

const STEPS = 100;
const USEFUL_PX = 60;

function current(option: Option): Value {
  const { default: start } = option;
  const plain = typeof start === "object" ? "" : start;
  return recipe.value.get(option.name) ?? plain;
}

/** The option's own words: `trim.border.color` under trim reads "border color". */
export function label(option: Option, operation: Operation): string {
  const name = option.name.startsWith(`${operation.name}.`)
    ? option.name.slice(operation.name.length + 1)
    : option.name;
  const words = name.replaceAll(/[.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isRange(option: Option): boolean {
  const { type, minimum, maximum } = option.schema;
  const bounded = minimum !== undefined && maximum !== undefined && maximum <= 1000;
  return (type === "number" || type === "integer") && bounded && option.schema.unit !== "dpi";
}

/** How far a slider reaches. The number beside it takes the whole range; hands need the useful part. */
export function reach(option: Option): readonly [number, number] {
  const { minimum = 0, maximum = 1, unit = "" } = option.schema;
  if (unit === "px") return [Math.max(minimum, -USEFUL_PX), Math.min(maximum, USEFUL_PX)];
  return [minimum, option.default === 1 && maximum > 2 ? 2 : maximum];
}

function Slider({ option, name }: { option: Option; name: string }) {
  const { minimum = 0, maximum = 1, type } = option.schema;
  const [from, to] = reach(option);
  const step = type === "integer" ? 1 : (to - from) / STEPS;
  const value = Number(current(option));
  const change = (event: Event, moving: boolean): void =>
    set(option, Number((event.target as HTMLInputElement).value), moving);
  return (
    <div class="slider">
      <label for={`slide-${option.name}`}>{name}</label>
      <input id={`slide-${option.name}`} type="range" min={from} max={to} step={step} value={value}
        title={option.help}
        onInput={(event) => change(event, true)} onChange={(event) => change(event, false)} />
      <input class="field number" type="number" min={minimum} max={maximum} step="any"
        value={Number(value.toFixed(3))} aria-label={`${name}, number`}
        onChange={(event) => change(event, false)} />
    </div>
  );
}

function Words({ option, name }: { option: Option; name: string }) {
  return (
    <label class="line">
      <span>{name}</span>
      <select class="field" title={option.help} value={String(current(option))}
        onChange={(event) => set(option, event.currentTarget.value)}>
        {(option.schema.enum ?? []).map((word) => (
          <option key={word} value={String(word)}>{word === "" ? "none" : word}</option>
        ))}
      </select>
    </label>
  );
}

function Switch({ option, name }: { option: Option; name: string }) {
  return (
    <label class="line">
      <span>{name}</span>
      <input class="switch" type="checkbox" role="switch" checked={current(option) === true}
        title={option.help} onChange={(event) => set(option, event.currentTarget.checked)} />
    </label>
  );
}

function Text({ option, name }: { option: Option; name: string }) {
  const example = option.example.split("=").slice(1).join("=");
  return (
    <label class="line">
      <span>{name}</span>
      <input class="field" title={option.help} value={String(current(option))} placeholder={example}
        onChange={(event) => set(option, event.currentTarget.value.trim())} />
    </label>
  );
}

/** A number without a useful range: a field that is empty at its default. */
function Amount({ option, name }: { option: Option; name: string }) {
  const value = current(option);
  const change = (typed: string): void => set(option, typed === "" ? "" : Number(typed));
  return (
    <label class="line">
      <span>{name}</span>
      <input class="field number" type="number" title={option.help}
        value={value === option.default ? "" : String(value)} placeholder="auto"
        onChange={(event) => change(event.currentTarget.value)} />
    </label>
  );
}

/** A colour or gradient in words, with the system's picker beside it. */
function Colour({ option, name }: { option: Option; name: string }) {
  const value = String(current(option));
  const plain = /^#[0-9a-f]{6}$/i.test(value) ? value : "#ffffff";
  return (
    <div class="line">
      <label for={`paint-${option.name}`}>{name}</label>
      <span class="colour">
        <input type="color" value={plain} aria-label={`${name}, picker`}
          onInput={(event) => set(option, event.currentTarget.value, true)}
          onChange={(event) => set(option, event.currentTarget.value)} />
        <input id={`paint-${option.name}`} class="field" title={option.help} value={value} placeholder="none"
          onChange={(event) => set(option, event.currentTarget.value.trim())} />
      </span>
    </div>
  );
}

/** The control that fits the option's type. */
export function Control({ option, operation }: { option: Option; operation: Operation }) {
  const name = label(option, operation);
  const { type, format, enum: words } = option.schema;
  if (type === "boolean") return <Switch option={option} name={name} />;
  if (format === "color" || format === "paint") return <Colour option={option} name={name} />;
  if (words && words.filter((word) => word !== "").length === 1) {
    return words[0] === "interpolate" ? null : <OneWord option={option} name={name} />;
  }
  if (words) return <Words option={option} name={name} />;
  if (isRange(option)) return <Slider option={option} name={name} />;
  const numeric = type === "number" || type === "integer";
  return numeric ? <Amount option={option} name={name} /> : <Text option={option} name={name} />;
}

/** A choice between nothing and one word is a switch. */
function OneWord({ option, name }: { option: Option; name: string }) {
  const word = String(option.schema.enum?.find((one) => one !== "") ?? "");
  return (
    <label class="line">
      <span>{name}</span>
      <input class="switch" type="checkbox" role="switch" checked={current(option) === word}
        title={option.help} onChange={(event) => set(option, event.currentTarget.checked ? word : "")} />
    </label>
  );
}
