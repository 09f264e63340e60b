/** The pattern of file names, with the fields to put in and what comes out of it. */

import { useId, useRef } from "preact/hooks";
import { items, total } from "./bring.ts";
import type { ControlProps } from "./control.tsx";
import { fileName, stem, unknownField } from "./names.ts";
import { facts, targets } from "./state.ts";
import { endingOf, nameOf, sizeOf } from "./targets.ts";

const EXAMPLES = 3;
const NOBODY = [{ name: "AB-12_front.jpg", sku: "AB-12", position: 1 }];

export function Pattern({ field, value, onChange }: ControlProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const fields = facts.value.schema.name_fields;
  const text = String(value);
  const put = (name: string): void => {
    const at = input.current?.selectionStart ?? text.length;
    const end = input.current?.selectionEnd ?? at;
    onChange(`${text.slice(0, at)}{${name}}${text.slice(end)}`);
    // Typing goes on behind what was put in, once it is drawn.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at + name.length + 2, at + name.length + 2);
    });
  };
  return (
    <div class="pattern">
      <label class="visually-hidden" for={id}>Pattern of file names</label>
      <input ref={input} id={id} class="field" type="text" value={text} maxLength={field.schema.maxLength} spellcheck={false} autocomplete="off"
        aria-describedby={`${id}-examples`} onInput={(event) => onChange(event.currentTarget.value)} />
      <span class="tokens" role="group" aria-label="Put into the name">
        {fields.map((name) => <button key={name} type="button" class="token" onClick={() => put(name)}>{`{${name}}`}</button>)}
      </span>
      <ul id={`${id}-examples`} class="examples" aria-label="File names">
        {examples(text).map((name, index) => <li key={index} dir="auto">{name}</li>)}
      </ul>
    </div>
  );
}

/** The first photos' files; nothing while the pattern can't be read. */
function examples(pattern: string): readonly string[] {
  const { markets, schema } = facts.value;
  const target = targets.value[0];
  if (!target || unknownField(pattern, schema.name_fields) !== null) return [];
  const some = items.value.length > 0 ? items.value.slice(0, EXAMPLES) : NOBODY;
  const made = { ...sizeOf(target, markets), target: nameOf(target), ending: endingOf(target, markets) };
  const last = Math.max(total.value, ...some.map((one) => one.position));
  return some.map((one) => `${made.target}/${fileName(pattern, { ...made, name: stem(one.name), sku: one.sku, n: one.position, last })}`);
}
