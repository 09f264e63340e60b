/** The recipe: groups of controls, each with what the server says against it. */

import { useSignal } from "@preact/signals";
import { Segmented } from "../../editor/ui/choice.tsx";
import { WhenDone } from "../shared/when_done.tsx";
import { Background } from "./background.tsx";
import { Control, type ControlProps } from "./control.tsx";
import { grouped, labelOf, wordOf, type Group } from "./layout.ts";
import { Markets } from "./markets.tsx";
import { Pattern } from "./pattern.tsx";
import { ensure } from "./saving.ts";
import { applies, valueOf, type Field } from "./schema.ts";
import { facts, held, recipe, set, trouble } from "./state.ts";
import { WatermarkField } from "./watermark.tsx";

export function Form() {
  const { schema } = facts.value;
  const kind = schema.recipe.find((field) => field.name === "kind");
  const general = trouble.value && trouble.value.field === "" ? trouble.value.error : null;
  return (
    <>
      {kind ? (
        <Segmented bare label={labelOf("kind")} value={String(valueOf(recipe.value, kind))} onChange={(next) => set("kind", next)}
          choices={(kind.schema.enum ?? []).map((word) => ({ value: word, label: wordOf(word) }))} />
      ) : null}
      {general ? <p class="notice bad refused" role="alert"><strong>{general.message}</strong>{general.remedy}</p> : null}
      {grouped(schema).map((group) => <Section key={group.title} group={group} />)}
      <Told />
    </>
  );
}

/** Not part of the recipe: it is kept at once. */
function Told() {
  const open = useSignal(false);
  return (
    <details class="group" open={open.value} onToggle={(event) => { open.value = event.currentTarget.open; }}>
      <summary><h2>When done</h2></summary>
      {open.value ? <WhenDone id={held.value?.id ?? null} ensure={async () => (await ensure()).id} /> : null}
    </details>
  );
}

function Section({ group }: { group: Group }) {
  const open = useSignal(group.open);
  const fields = group.fields.filter((field) => applies(field.name, recipe.value));
  if (fields.length === 0) return null;
  const bad = fields.some((field) => field.name === trouble.value?.field);
  return (
    <details class="group" open={open.value || bad} onToggle={(event) => { open.value = event.currentTarget.open; }}>
      <summary><h2>{group.title}</h2></summary>
      {fields.map((field) => <Row key={field.name} field={field} />)}
    </details>
  );
}

function Row({ field }: { field: Field }) {
  const refused = trouble.value?.field === field.name ? trouble.value.error : null;
  const change = (next: unknown): void => set(field.name, next);
  return (
    <div class={refused ? "row refused" : "row"} data-field={field.name} title={field.help}>
      <Special field={field} value={valueOf(recipe.value, field)} onChange={change} />
      {refused ? <p class="why" role="alert">{refused.message} <span>{refused.remedy}</span></p> : null}
    </div>
  );
}

function Special(props: ControlProps) {
  switch (props.field.name) {
    case "background": return <Background {...props} />;
    case "watermark": return <WatermarkField {...props} />;
    case "targets": return <Markets />;
    case "pattern": return <Pattern {...props} />;
    default: return <Control {...props} />;
  }
}
