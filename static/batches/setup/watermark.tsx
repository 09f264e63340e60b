/** A text, or a picture of the library, that lies on every file. */

import { useId, useState } from "preact/hooks";
import image from "lucide-static/icons/image.svg";
import { thumbOf } from "../../editor/net/shelf.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Segmented, Switch } from "../../editor/ui/choice.tsx";
import { ColourField } from "../../editor/ui/colour_field.tsx";
import type { Values } from "../shared/api.ts";
import { Share, Text, type ControlProps } from "./control.tsx";
import { spoken } from "./layout.ts";
import { Library } from "./library.tsx";
import { valueOf, type Field } from "./schema.ts";
import { facts } from "./state.ts";

export function WatermarkField({ value, onChange }: ControlProps) {
  const mark = (value ?? null) as Values | null;
  const fields = new Map(facts.value.schema.watermark.map((one) => [one.name, one]));
  const begin = (): unknown => ({ text: fields.get("text")?.example ?? "SAMPLE" });
  return (
    <div class="watermark">
      <Switch label="Watermark" checked={mark !== null} onChange={(on) => onChange(on ? begin() : null)} />
      {mark ? <Parts mark={mark} fields={fields} onChange={onChange} /> : null}
    </div>
  );
}

interface PartsProps {
  readonly mark: Values;
  readonly fields: ReadonlyMap<string, Field>;
  readonly onChange: (value: unknown) => void;
}

function Parts({ mark, fields, onChange }: PartsProps) {
  const [wished, setKind] = useState(mark["source"] ? "picture" : "text");
  const picture = wished === "picture";
  const set = (name: string, value: unknown): void => onChange({ ...mark, [name]: value });
  const kind = (next: string): void => {
    setKind(next);
    const { source: _, text: __, ...rest } = mark;
    if (next === "text") onChange({ ...rest, text: fields.get("text")?.example ?? "" });
  };
  const share = (name: string) => {
    const field = fields.get(name);
    return field ? <Share field={field} value={valueOf(mark, field)} onChange={(next) => set(name, next)} /> : null;
  };
  const text = fields.get("text");
  const place = fields.get("place");
  return (
    <div class="nested">
      <Segmented bare label="Watermark" value={wished} onChange={kind}
        choices={[{ value: "text", label: "Text" }, { value: "picture", label: "Picture" }]} />
      {!picture && text ? <Text field={text} value={valueOf(mark, text)} onChange={(next) => set("text", next)} /> : null}
      {!picture ? <ColourField label="Colour" alpha={false} value={String(mark["color"] ?? "#000000")} onChange={(next) => set("color", next)} /> : null}
      {picture ? <Picture source={String(mark["source"] ?? "")} onPick={(source) => { const { text: _, ...rest } = mark; onChange({ ...rest, source }); }} /> : null}
      {share("size")}
      {share("opacity")}
      {place ? <Place field={place} value={String(valueOf(mark, place))} onChange={(next) => set("place", next)} /> : null}
    </div>
  );
}

function Picture({ source, onPick }: { source: string; onPick: (id: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <div class="line">
      <span>Picture</span>
      <span class="mark-picture">
        {source ? <img class="checker" src={thumbOf(source)} alt="The watermark" width="32" height="32" /> : null}
        <Button icon={image} label={source ? "Change" : "Choose"} haspopup="dialog" onClick={() => setOpen(true)} />
      </span>
      {open ? <Library title="Picture of the watermark" most={1} verb="Use" onTake={async ([id]) => { if (id) onPick(id); }} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

/** Nine places as they lie in the file. */
function Place({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const name = useId();
  return (
    <div class="line places-line">
      <span aria-hidden="true">Place</span>
      <span class="places" role="radiogroup" aria-label="Place">
        {(field.schema.enum ?? []).map((place) => (
          <label key={place} title={spoken(place)}>
            <input type="radio" name={name} aria-label={spoken(place)} checked={place === value} onChange={() => onChange(place)} />
          </label>
        ))}
      </span>
    </div>
  );
}
