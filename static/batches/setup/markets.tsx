/** The files that are made of each photo: marketplaces to tick, with their rules, and own sizes. */

import { useSignal } from "@preact/signals";
import plus from "lucide-static/icons/plus.svg";
import close from "lucide-static/icons/x.svg";
import { announce } from "../../editor/ui/announce.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Select } from "../../editor/ui/choice.tsx";
import { NumberField } from "../../editor/ui/number_field.tsx";
import type { Market, TargetValues } from "../shared/api.ts";
import { facts, recipe, setTargets, targets } from "./state.ts";
import { bytesText, CARDS, changed, clashes, formatOf, formatWord, isOn, ruleWords, sizeOf, titleOf, toggled, withOwn } from "./targets.ts";

export function Markets() {
  const { markets, schema } = facts.value;
  const now = targets.value;
  const full = now.length >= schema.most_targets;
  const cards = inOrder(markets.filter((one) => one.group === CARDS));
  const others = markets.filter((one) => one.group !== CARDS);
  const listed = now.map((one, index) => ({ one, index })).filter(({ one }) => !cards.some((card) => card.name === one.preset));
  const toggle = (preset: string): void => {
    if (!full || isOn(now, preset)) setTargets(toggled(now, preset));
    else announce(`A recipe makes at most ${schema.most_targets} files of each photo`);
  };
  return (
    <div class="markets">
      <ul class="market-list" aria-label="Marketplaces">
        {cards.map((market) => <Card key={market.name} market={market} full={full} onToggle={() => toggle(market.name)} />)}
        {listed.map(({ one, index }) => <Own key={`${one.preset ?? ""}${index}`} target={one} index={index} />)}
      </ul>
      <div class="market-more">
        <Button icon={plus} label="Own size" disabled={full} onClick={() => setTargets(withOwn(now, { width: 1200, height: 1200 }))} />
        <Select bare label="Another purpose" value="" disabled={full}
          choices={[{ value: "", label: "Stickers and more…" }, ...others.filter((one) => !isOn(now, one.name)).map((one) => ({ value: one.name, label: one.title }))]}
          onChange={(preset) => { if (preset) toggle(preset); }} />
      </div>
      <p class="market-rules"><a href="/batches/rules">All rules, and the day they were read</a></p>
    </div>
  );
}

/** Marketplaces, then sizes that belong to none. */
function inOrder(cards: readonly Market[]): readonly Market[] {
  const own = (market: Market): boolean => market.rules.least !== undefined;
  return [...cards.filter(own), ...cards.filter((market) => !own(market))];
}

function Card({ market, full, onToggle }: { market: Market; full: boolean; onToggle: () => void }) {
  const index = targets.value.findIndex((one) => one.preset === market.name);
  const target = targets.value[index];
  const trouble = target ? clashes(recipe.value, market.rules) : [];
  const { checked_on: day } = market.rules;
  return (
    <li class="market" data-on={target ? "" : undefined}>
      <label title={market.purpose}>
        <input type="checkbox" checked={target !== undefined} disabled={full && !target} onChange={onToggle} />
        <span class="market-said">
          <b>{market.title}</b>
          <span class="quiet">{ruleWords(market.rules).flatMap((rule, n) => [n > 0 ? " · " : "", <span key={rule} class="rule">{rule}</span>])}</span>
          <span class="quiet as-of">{market.changed ? "Your rules" : "Rules"} as of {day}</span>
        </span>
      </label>
      {trouble.length > 0 ? <p class="clash" role="status">This recipe doesn't fit: {trouble.join(", ")}.</p> : null}
      {target ? <Details target={target} index={index} /> : null}
    </li>
  );
}

/** A size of one's own, or a preset that has no card. */
function Own({ target, index }: { target: TargetValues; index: number }) {
  const { markets } = facts.value;
  const name = titleOf(target, markets);
  const set = (change: Partial<TargetValues>): void => setTargets(changed(targets.peek(), index, change));
  const size = sizeOf(target, markets);
  const remove = (): void => {
    setTargets(targets.peek().filter((_, i) => i !== index));
    document.querySelector<HTMLElement>(".market-more button")?.focus();
  };
  return (
    <li class="market own-size" data-on="">
      <div class="own-head">
        <b>{target.preset ? name : "Own size"}</b>
        {target.preset ? <span class="quiet numbers">{size.width} × {size.height} px</span> : null}
        <Button bare icon={close} label={`Remove ${name}`} onClick={remove} />
      </div>
      {target.preset ? null : (
        <div class="sides">
          <Side name="width" value={size.width} onChange={(width) => set({ width })} />
          <span aria-hidden="true">×</span>
          <Side name="height" value={size.height} onChange={(height) => set({ height })} />
        </div>
      )}
      <Details target={target} index={index} />
    </li>
  );
}

function Side({ name, value, onChange }: { name: "width" | "height"; value: number; onChange: (value: number) => void }) {
  const field = facts.value.schema.target.find((one) => one.name === name);
  const { minimum = 1, maximum = 20000 } = field?.schema ?? {};
  return <NumberField label={name === "width" ? "Width" : "Height"} value={value} min={minimum} max={maximum} unit="px" onChange={onChange} />;
}

const MOST_QUALITY = 100;

/** Format, quality and bytes; what is left open comes from the marketplace. */
function Details({ target, index }: { target: TargetValues; index: number }) {
  const open = useSignal(false);
  const { markets, schema } = facts.value;
  const set = (change: Partial<TargetValues>): void => setTargets(changed(targets.peek(), index, change));
  const formats = schema.target.find((one) => one.name === "format")?.schema.enum ?? [];
  const own = formatOf({ ...target, format: "" }, markets);
  const bytes = target["max-bytes"] ?? 0;
  const said = [formatWord(formatOf(target, markets)), target.quality ? `quality ${target.quality}` : "", bytes ? `up to ${bytesText(bytes)}` : ""];
  return (
    <details class="market-details" open={open.value} onToggle={(event) => { open.value = event.currentTarget.open; }}>
      <summary><span>{said.filter(Boolean).join(" · ")}</span></summary>
      <div class="nested">
        <Select label="Format" value={target.format ?? ""} onChange={(format) => set({ format })}
          choices={formats.map((one) => ({ value: one, label: one === "" ? `As it asks (${formatWord(own)})` : formatWord(one) }))} />
        <Amount label="Quality" unit="" most={MOST_QUALITY} value={target.quality ?? 0} onChange={(quality) => set({ quality })} />
        <Amount label="Largest file" unit="KB" most={100_000} value={Math.round(bytes / 1000)} onChange={(kb) => set({ "max-bytes": kb * 1000 })} />
      </div>
    </details>
  );
}

/** A number that may be left open: an empty field is 0 for the recipe. */
function Amount({ label, unit, most, value, onChange }: { label: string; unit: string; most: number; value: number; onChange: (value: number) => void }) {
  return (
    <label class="line">
      <span>{label}{unit ? `, ${unit}` : ""}</span>
      <input class="field numbers" type="number" inputMode="numeric" min={1} max={most} step={1} placeholder="As it asks" value={value > 0 ? value : ""}
        onChange={(event) => {
          const typed = Math.round(Number(event.currentTarget.value));
          onChange(Number.isFinite(typed) ? Math.min(most, Math.max(0, typed)) : 0);
        }} />
    </label>
  );
}
