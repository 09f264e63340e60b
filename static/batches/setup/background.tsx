/** What lies behind the subject: exact white first, some others at hand, any colour or gradient. */

import { useId, useState } from "preact/hooks";
import { PaintField } from "../../editor/ui/paint_field.tsx";
import type { ControlProps } from "./control.tsx";

const AT_HAND: ReadonlyArray<readonly [value: string, name: string]> = [
  ["#ffffff", "White"],
  ["#f5f5f5", "Light grey"],
  ["#d9d9d9", "Grey"],
  ["#000000", "Black"],
  ["transparent", "Transparent"],
];

const plain = (value: unknown): string => {
  const text = String(value).trim().toLowerCase();
  return text === "white" || text === "#fff" ? "#ffffff" : text;
};

function said(value: string, own: boolean): string {
  if (!own) return AT_HAND.find(([at]) => at === value)?.[1] ?? value;
  return value.includes("gradient") ? "Gradient" : "Own colour";
}

export function Background({ value, onChange }: ControlProps) {
  const name = useId();
  const now = plain(value);
  const known = AT_HAND.some(([at]) => at === now);
  const [wanted, setOwn] = useState(!known);
  const own = wanted || !known;
  return (
    <div class="background">
      <div class="caption"><span>Background</span><span class="quiet numbers">{now.startsWith("#") && !own ? `${said(now, own)} ${now.toUpperCase()}` : said(now, own)}</span></div>
      <span class="swatches" role="radiogroup" aria-label="Background">
        {AT_HAND.map(([at, label]) => (
          <label key={at} class={at === "transparent" ? "paint-dot checker" : "paint-dot"} title={at === "transparent" ? label : `${label} ${at.toUpperCase()}`}>
            <i style={{ background: at }} />
            <input type="radio" name={name} aria-label={at === "transparent" ? label : `${label}, ${at.toUpperCase()}`} checked={!own && now === at}
              onChange={() => { setOwn(false); onChange(at); }} />
          </label>
        ))}
        <label class="paint-dot own" title="Another colour or a gradient">
          <i />
          <input type="radio" name={name} aria-label="Another colour or a gradient" checked={own}
            onChange={() => { setOwn(true); if (known) onChange(now === "transparent" ? "#eef1f5" : now); }} />
        </label>
      </span>
      {own ? <PaintField label="Background" value={String(value)} onChange={onChange} /> : null}
    </div>
  );
}
