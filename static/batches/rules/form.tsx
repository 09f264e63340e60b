/** One marketplace's rules, to be corrected. */

import { useRef, useState } from "preact/hooks";
import { complain, say } from "../../base/toast.ts";
import { StudioError } from "../../editor/net/errors.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Switch } from "../../editor/ui/choice.tsx";
import { NumberField } from "../../editor/ui/number_field.tsx";
import type { Market, Rules } from "../shared/api.ts";
import { formatWord } from "../setup/targets.ts";
import { changes, draftOf, edited, itemsOf, kept, shippedWords, shown, toggled, type Draft, type Field } from "./fields.ts";
import { correct, fields, mine, reset } from "./state.ts";

export function Form({ market }: { market: Market }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(market.rules, fields.value));
  const [fault, setFault] = useState<StudioError | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const set = (name: string, value: number | boolean | string): void => setDraft((before) => ({ ...before, [name]: value }));
  const run = async (work: Promise<void>, done: string): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await work;
      say(done);
    } catch (error) {
      if (error instanceof StudioError) setFault(error);
      else complain(error);
    }
    setBusy(false);
  };
  const other = edited(draft, market, fields.value);
  const save = (): Promise<void> => run(correct(market.name, changes(draft, market, fields.value)), `The rules of ${market.title} hold as of today.`);
  // The buttons that do these go away: the keyboard stays at the first one.
  const discard = (rules: Rules): void => {
    setDraft(draftOf(rules, fields.value));
    first.current?.focus();
  };
  const back = (): Promise<void> => run(reset(market.name).then(() => discard(market.shipped)), `${market.title} has the shipped rules again.`);
  return (
    <form class="rules-form" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <div class="rules-fields">
        {fields.value.map((field) => (
          <div key={field.name} class={isWide(field) ? "rule-field wide" : "rule-field"} title={field.help}>
            <Control field={field} draft={draft} onChange={(value) => set(field.name, value)} />
            <small class="quiet numbers">{shippedWords(field, draft, market)}</small>
          </div>
        ))}
      </div>
      {fault ? <p class="notice bad" role="alert"><strong>{fault.message}</strong>{fault.remedy}</p> : null}
      {mine.value ? (
        <p class="rules-acts">
          <button ref={first} type="submit" class="btn primary" disabled={busy}>{other ? "Save" : "Still right today"}</button>
          {other ? <Button label="Discard" onClick={() => discard(market.rules)} /> : null}
          {market.changed ? <Button ghost label="Back to the shipped rules" disabled={busy} onClick={() => void back()} /> : null}
        </p>
      ) : null}
    </form>
  );
}

interface ControlProps {
  readonly field: Field;
  readonly draft: Draft;
  readonly onChange: (value: number | boolean | string) => void;
}

function Control({ field, draft, onChange }: ControlProps) {
  const value = draft[field.name];
  const disabled = !mine.value;
  if (field.kind === "flag") return <Switch label={field.label} checked={value === true} disabled={disabled} onChange={onChange} />;
  if (field.choices) return <Ticks field={field} value={String(value)} onChange={onChange} />;
  if (field.kind === "text" || field.kind === "list") {
    return (
      <label class="line"><span>{field.label}</span>
        <input class="field" type="text" value={String(value)} maxLength={300} disabled={disabled} onInput={(event) => onChange(event.currentTarget.value)} /></label>
    );
  }
  const share = field.kind === "share";
  return (
    <NumberField label={field.label} value={shown(field, Number(value))} min={0} {...(share ? { max: 100 } : {})} step={step(field)} digits={field.kind === "number" ? 0 : 1}
      unit={field.unit} disabled={disabled} onChange={(typed) => onChange(kept(field, typed))} />
  );
}

/** A tick for each value that the list may hold. */
function Ticks({ field, value, onChange }: { readonly field: Field; readonly value: string; readonly onChange: (value: string) => void }) {
  const found = itemsOf(value, field);
  return (
    <fieldset class="line ticks" disabled={!mine.value}>
      <legend>{field.label}</legend>
      {(field.choices ?? []).map((one) => (
        <label key={one}><input type="checkbox" checked={found.includes(one)} onChange={() => onChange(toggled(value, one, field))} /> {formatWord(one)}</label>
      ))}
    </fieldset>
  );
}

const isWide = (field: Field): boolean => field.kind === "text" || field.kind === "list";

const step = (field: Field): number => (field.kind === "number" ? 100 : 1);
