/** Outline, shadow, glow and adjustments: each switched on and off, with its values. */

import { shownLayers } from "./calm.ts";
import arrowDown from "lucide-static/icons/arrow-down.svg";
import arrowUp from "lucide-static/icons/arrow-up.svg";
import minus from "lucide-static/icons/minus.svg";
import plus from "lucide-static/icons/plus.svg";
import type { ComponentType } from "preact";
import { newEffect, withEffect } from "../actions/look.ts";
import { commit, selected } from "../document/store.ts";
import type { Change, Effect, Json, Layer, Recipe } from "../document/types.ts";
import { learn, operations } from "../net/registry.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Switch } from "../ui/choice.tsx";
import { ColourField } from "../ui/colour_field.tsx";
import { Slider } from "../ui/slider.tsx";
import { controlsOf, reachOf, type Control } from "./effect_options.ts";
import type { Section } from "./section.ts";
import { setField } from "./values.ts";

type Kind = Effect["kind"];
const TITLES: Readonly<Record<Kind, string>> = { outline: "Outline", shadow: "Shadow", glow: "Glow", adjust: "Adjust" };

function ofKind(layer: Layer, kind: Kind): readonly Effect[] {
  return layer.effects.filter((effect) => effect.kind === kind);
}

const free = (): readonly Layer[] => selected.value.filter((layer) => !layer.locked);
const has = (layers: readonly Layer[], kind: Kind): boolean => layers.some((layer) => ofKind(layer, kind).length > 0);

function setEffects(layers: readonly Layer[], next: (layer: Layer) => readonly Effect[], label: string): void {
  commit(layers.map((layer): Change => ({ op: "set", layer: layer.id, field: "effects", value: next(layer) })), label);
}

function toggle(kind: Kind, on: boolean): void {
  const without = (layer: Layer): readonly Effect[] => layer.effects.filter((effect) => effect.kind !== kind);
  const next = (layer: Layer): readonly Effect[] => (on ? (ofKind(layer, kind).length ? layer.effects : withEffect(layer, kind)) : without(layer));
  setEffects(free(), next, `${on ? "Add" : "Remove"} ${TITLES[kind].toLowerCase()}`);
  announce(`${TITLES[kind]} ${on ? "on" : "off"}`);
}

/** The `nth` effect of a kind with one option changed; a default leaves the recipe. */
function changed(layer: Layer, kind: Kind, nth: number, { option }: Control, value: Json): readonly Effect[] {
  let seen = -1;
  return layer.effects.map((effect) => {
    if (effect.kind === kind) seen += 1;
    if (effect.kind !== kind || seen !== nth) return effect;
    const { [option.name]: _, ...rest } = effect.recipe;
    const recipe: Recipe = value === option.default ? rest : { ...rest, [option.name]: value };
    return { ...effect, recipe };
  });
}

function body(kind: Kind): ComponentType {
  return function Effects() {
    learn();
    const layers = shownLayers.value;
    const first = layers.find((layer) => ofKind(layer, kind).length);
    const controls = operations.value ? controlsOf(kind, operations.value) : [];
    if (!first) return null;
    const many = ofKind(first, kind);
    return (
      <>
        {many.map((_, nth) => (
          <div key={nth} class="effect" role={many.length > 1 ? "group" : undefined} aria-label={many.length > 1 ? `${TITLES[kind]} ${nth + 1}` : undefined}>
            {controls.map((control) => <Value key={control.option.name} kind={kind} nth={nth} control={control} />)}
            {many.length > 1 ? <Button bare class="effect-less" label={`Remove ${TITLES[kind].toLowerCase()} ${nth + 1}`} icon={minus} onClick={() => removeNth(kind, nth)} /> : null}
          </div>
        ))}
        {kind === "outline" || kind === "shadow" ? (
          <Button ghost class="effect-more" icon={plus} label={`Another ${TITLES[kind].toLowerCase()}`} onClick={() => another(kind)} />
        ) : null}
      </>
    );
  };
}

function removeNth(kind: Kind, nth: number): void {
  setEffects(free(), (layer) => {
    const gone = ofKind(layer, kind)[nth];
    return layer.effects.filter((effect) => effect !== gone);
  }, `Remove ${TITLES[kind].toLowerCase()}`);
}

function another(kind: Kind): void {
  setEffects(free().filter((layer) => ofKind(layer, kind).length), (layer) => [...layer.effects, newEffect(kind, layer)], `Add ${TITLES[kind].toLowerCase()}`);
}

function Value({ kind, nth, control }: { kind: Kind; nth: number; control: Control }) {
  const layers = shownLayers.value.filter((layer) => ofKind(layer, kind)[nth]);
  const { option, label } = control;
  const now = layers.map((layer) => ofKind(layer, kind)[nth]?.recipe[option.name] ?? (option.default as Json));
  const value = now.every((one) => one === now[0]) ? (now[0] ?? null) : null;
  const set = (next: Json, moving: boolean): void =>
    setField(layers.filter((layer) => !layer.locked), "effects", (layer) => changed(layer, kind, nth, control, next), `${TITLES[kind]}: ${label.toLowerCase()}`, moving);
  if (option.schema.format === "color") {
    return <ColourField label={label} alpha={false} value={typeof value === "string" ? value : null} onChange={set} />;
  }
  const { minimum = 0, maximum = 1, unit = "" } = option.schema;
  const share = minimum === 0 && maximum === 1 && !unit;
  const factor = share ? 100 : 1;
  const reach = reachOf(option, layers[0]!);
  return (
    <Slider label={label} min={minimum * factor} max={maximum * factor} reach={share ? [0, 100] : reach}
      unit={share ? "%" : unit} digits={unit === "px" || share ? 0 : 2} start={Number(option.default) * factor}
      value={typeof value === "number" ? value * factor : null}
      onChange={(next, moving) => set(share ? Number((next / 100).toFixed(4)) : next, moving)} />
  );
}

function sectionOf(kind: Kind): Section {
  return {
    id: kind,
    title: TITLES[kind],
    applies: (layers) => layers.some((layer) => !layer.locked) || has(layers, kind),
    aside: () => <Switch bare label={TITLES[kind]} checked={has(shownLayers.value, kind)} disabled={!free().length} onChange={(on) => toggle(kind, on)} />,
    filled: (layers) => has(layers, kind),
    component: body(kind),
  };
}

export const effectSections: readonly Section[] = (["outline", "shadow", "glow", "adjust"] as const).map(sectionOf);

/** In which order the effects follow each other: a shadow after an outline is the shadow of both. */
function Order() {
  const [layer] = shownLayers.value;
  if (!layer) return null;
  const move = (from: number, to: number): void => {
    const next = [...layer.effects];
    const [one] = next.splice(from, 1);
    if (one) next.splice(to, 0, one);
    setEffects([layer], () => next, "Order of effects");
    announce(`${one ? TITLES[one.kind] : ""} is number ${to + 1}`);
  };
  return (
    <ol class="effect-order">
      {layer.effects.map((effect, index) => (
        <li key={index}>
          <span>{TITLES[effect.kind]}</span>
          <Button bare label={`${TITLES[effect.kind]} earlier`} icon={arrowUp} disabled={index === 0} onClick={() => move(index, index - 1)} />
          <Button bare label={`${TITLES[effect.kind]} later`} icon={arrowDown} disabled={index === layer.effects.length - 1} onClick={() => move(index, index + 1)} />
        </li>
      ))}
    </ol>
  );
}

export const orderSection: Section = {
  id: "order", title: "Order of effects", applies: (layers) => layers.length === 1 && !layers[0]?.locked && (layers[0]?.effects.length ?? 0) > 1, component: Order,
};
