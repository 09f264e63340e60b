/** The cutout of the selected photos: made, looked at, and put right. */

import brushIcon from "lucide-static/icons/brush.svg";
import eye from "lucide-static/icons/eye.svg";
import scissors from "lucide-static/icons/scissors.svg";
import undoDot from "lucide-static/icons/undo-dot.svg";
import { useEffect } from "preact/hooks";
import { compare, cutOut, isCut, photos, removeCutout, stopComparing } from "../actions/cutout.ts";
import { commit, selected } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { focusObjects } from "../stage/objects.tsx";
import { pictureOf } from "../stage/pictures.ts";
import { nameOf } from "../stage/words.ts";
import { comparing, tool } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Segmented, Select, Switch, type Choice } from "../ui/choice.tsx";
import { ColourField } from "../ui/colour_field.tsx";
import { Slider } from "../ui/slider.tsx";
import { alone, followGround, ground, groundColour, lookAt, type Ground } from "./cutout_alone.ts";
import { shownLayers } from "./calm.ts";
import { learnModels, models } from "./cutout_models.ts";
import type { Section } from "./section.ts";
import { common, setField } from "./values.ts";

const cut = (): readonly Layer[] => photos().filter(isCut);
/** What is drawn doesn't follow while the selection is dragged. */
const seen = (): readonly Layer[] => photos(shownLayers.value);
const seenCut = (): readonly Layer[] => seen().filter(isCut);

function Cutout() {
  const layers = seen();
  return layers.some((layer) => !isCut(layer)) ? <Offer /> : <Made />;
}

function Offer() {
  const many = seen().filter((layer) => !isCut(layer));
  return (
    <>
      <Button primary class="wide" icon={scissors} label={many.length > 1 ? `Cut out ${many.length} photos` : "Cut out"}
        keys="Shift+C" onClick={cutOut} />
      {seen().length === 1 ? <Strokes /> : null}
    </>
  );
}

function Made() {
  const layers = seenCut();
  const [only] = layers;
  return (
    <div class="cutout">
      <p class="made">{layers.map((layer) => <Engine key={layer.id} layer={layer} />)}</p>
      {layers.length === 1 && only ? <Look layer={only} /> : null}
      <Edge />
      <Model />
      {layers.length === 1 ? <Strokes /> : null}
      <Button ghost icon={undoDot} label="Remove cutout" onClick={removeCutout} />
    </div>
  );
}

/** Who made it; while it is made, how far it is stands on the layer itself. */
function Engine({ layer }: { layer: Layer }) {
  const { state, engines, warnings } = pictureOf(layer.id).value;
  const engine = engines["matte"];
  if (comparing.value === layer.id) return <span class="chip">The original</span>;
  if (state === "failed") return <span class="chip bad">Couldn't be cut out</span>;
  if (!engine) return <span class="chip">Cutting out {nameOf(layer)}…</span>;
  return (
    <>
      <span class={engine.includes("fallback") ? "chip warn" : "chip"}>Made with {engine}</span>
      {warnings.map((warning) => <span key={warning} class="chip warn">{warning}</span>)}
    </>
  );
}

const GROUNDS: readonly Choice<Ground>[] = [
  { value: "document", label: "Off" },
  { value: "checker", label: "Clear" },
  { value: "white", label: "White" },
  { value: "black", label: "Black" },
  { value: "colour", label: "Colour" },
];

function Look({ layer }: { layer: Layer }) {
  useEffect(followGround, []);
  return (
    <>
      <div class="pair">
        <Compare layer={layer} />
        <Button icon={brushIcon} label="Brush" keys="B" pressed={tool.value === "brush"} onClick={toggleBrush} />
      </div>
      <p class="label" id="ground-label">Look at it alone</p>
      <Segmented<Ground> bare label="Look at it alone" value={alone.value === layer.id ? ground.value : "document"} choices={GROUNDS}
        onChange={(chosen) => lookAt(layer.id, chosen)} />
      {alone.value === layer.id && ground.value === "colour" ? (
        <ColourField label="Ground" alpha={false} value={groundColour.value} onChange={(colour) => { groundColour.value = colour; }} />
      ) : null}
    </>
  );
}

/** Whoever chooses the brush goes on with it on the stage. */
function toggleBrush(): void {
  tool.value = tool.value === "brush" ? "select" : "brush";
  if (tool.value === "brush") focusObjects();
}

/** Shows the original while it is held, by pointer or key. */
function Compare({ layer }: { layer: Layer }) {
  const on = comparing.value === layer.id;
  const isHeld = (event: KeyboardEvent): boolean => event.key === " " || event.key === "Enter";
  return (
    <span class="hold"
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); compare(); }}
      onPointerUp={stopComparing} onPointerCancel={stopComparing} onLostPointerCapture={stopComparing}
      onKeyDown={(event) => { if (isHeld(event)) { event.preventDefault(); compare(); } }}
      onKeyUp={(event) => { if (isHeld(event)) { event.preventDefault(); stopComparing(); } }}
      onFocusOut={stopComparing} onContextMenu={(event) => event.preventDefault()}>
      <Button icon={eye} label="Hold to compare" keys="\" pressed={on} />
    </span>
  );
}

/** An option of the cutout, for all selected cutouts. */
function set(name: string, value: unknown, label: string, moving: boolean): void {
  setField(cut(), `recipe.segment.${name}`, () => value, label, moving);
}

function numberOf(layer: Layer, name: string, start: number): number {
  const value = layer.recipe[`segment.${name}`];
  return typeof value === "number" ? value : start;
}

function Edge() {
  const layers = seenCut();
  const clean = common(layers, (layer) => numberOf(layer, "decontaminate", 1));
  return (
    <>
      <Slider label="Edge" unit="px" digits={1} min={-100} max={100} reach={[-20, 20]} start={0}
        value={common(layers, (layer) => numberOf(layer, "shift", 0))}
        onChange={(value, moving) => set("shift", value || null, "Cutout: edge", moving)} />
      <Slider label="Feather" unit="px" digits={1} min={0} max={250} reach={[0, 40]} start={0}
        value={common(layers, (layer) => numberOf(layer, "feather", 0))}
        onChange={(value, moving) => set("feather", value || null, "Cutout: feather", moving)} />
      <Slider label="Clean colours" unit="%" min={0} max={100} start={100} value={clean === null ? null : Math.round(clean * 100)}
        onChange={(value, moving) => set("decontaminate", value === 100 ? null : value / 100, "Cutout: clean colours", moving)} />
      <Switch label="Invert" hint="Keeps the background instead of the subject" checked={layers.every((layer) => layer.recipe["segment.invert"] === true)}
        onChange={(on) => set("invert", on || null, "Invert cutout", false)} />
    </>
  );
}

function Model() {
  useEffect(learnModels, []);
  const chosen = common(seenCut(), (layer) => String(layer.recipe["segment.model"] ?? "auto"));
  const known = models.value ?? [];
  const best = known.find((one) => one.auto);
  const listed = known.filter((one) => one.present || one.name === chosen);
  const choices: Choice<string>[] = [
    { value: "auto", label: best ? `Best here (${best.name})` : "Best here" },
    ...listed.map((one) => ({ value: one.name, label: `${one.name} (${one.quality})` })),
  ];
  if (chosen && chosen !== "auto" && !listed.some((one) => one.name === chosen)) choices.push({ value: chosen, label: chosen });
  return (
    <Select label="Model" value={chosen} choices={choices}
      onChange={(name) => set("model", name === "auto" ? null : name, "Cutout: model", false)} />
  );
}

function Strokes() {
  const [layer] = seen();
  const count = layer?.strokes.length ?? 0;
  if (!layer || !count) return null;
  const clear = (): void => {
    commit([{ op: "set", layer: layer.id, field: "strokes", value: null }], "Clear strokes");
    announce("Strokes cleared");
  };
  return (
    <div class="line">
      <span>{count} brush {count === 1 ? "stroke" : "strokes"}</span>
      <Button label="Clear strokes" onClick={clear} />
    </div>
  );
}

export const cutoutSection: Section = {
  id: "cutout",
  title: "Cutout",
  applies: (layers) => layers.some((layer) => layer.kind === "image" && !layer.locked) && selected.value.length > 0,
  component: Cutout,
};
