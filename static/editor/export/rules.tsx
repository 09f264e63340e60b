/** The purpose's rules, each with what was measured on the finished file. */

import fine from "lucide-static/icons/circle-check.svg";
import broken from "lucide-static/icons/circle-x.svg";
import advice from "lucide-static/icons/triangle-alert.svg";
import { Glyph } from "../ui/glyph.tsx";
import { maker, preset } from "./state.ts";
import type { Check } from "./types.ts";
import { checksText, VERDICTS } from "./words.ts";

const DRAWINGS = { pass: fine, warn: advice, fail: broken } as const;

export function RuleList() {
  const made = maker.made.value;
  const rules = preset.value?.rules;
  if (!rules?.sizing) return <Notes />;
  const current = maker.state.value.kind === "made";
  const checks = current ? (made?.checks ?? []) : [];
  return (
    <section class="export-rules" aria-label="Rules">
      <h3>{checks.length ? checksText(checks) : "Rules"}</h3>
      {checks.length ? <ul>{checks.map((check) => <Rule key={check.name} check={check} />)}</ul> : (
        <p class="export-hint">They are checked on the finished file.</p>
      )}
      <Notes />
      <p class="export-source">Rules as of {rules.checked_on}: {rules.source}</p>
    </section>
  );
}

function Rule({ check }: { check: Check }) {
  return (
    <li class={check.verdict}>
      <Glyph drawing={DRAWINGS[check.verdict]} />
      <div>
        <p><span class="visually-hidden">{VERDICTS[check.verdict]}: </span>{check.title} <b>{check.value}</b></p>
        {check.verdict === "pass" ? null : <p class="export-hint">{sentence(check.rule)} {check.remedy}</p>}
      </div>
    </li>
  );
}

/** What the server had to do differently, and which models looked. */
function Notes() {
  const made = maker.state.value.kind === "made" ? maker.made.value : null;
  if (!made) return null;
  const engines = Object.values(made.engines);
  return (
    <>
      {made.warnings.length ? (
        <ul class="export-notes">{made.warnings.map((text) => <li key={text} class="notice warn">{sentence(text)}</li>)}</ul>
      ) : null}
      {engines.length ? <p class="export-source">Made with {engines.join(", ")}</p> : null}
    </>
  );
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
