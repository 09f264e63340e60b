/** Why an item needs a look, and each rule with the measured value and its verdict. */

import link from "lucide-static/icons/external-link.svg";
import wrench from "lucide-static/icons/wrench.svg";
import { Button } from "../../editor/ui/button.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import type { Check, Item, Result } from "../shared/api.ts";
import { DRAWINGS } from "./card.tsx";
import { release, repair } from "./moving.ts";
import { Sku } from "./sku.tsx";
import { batch, repairs } from "./state.ts";
import { bytes, capital, short, VERDICTS } from "./words.ts";

export function Checks({ item, result }: { item: Item; result: Result | undefined }) {
  return (
    <>
      <Why item={item} />
      {result ? <Table item={item} result={result} /> : null}
      <Sku key={item.id} item={item} />
      {result ? <Facts result={result} /> : null}
    </>
  );
}

function Why({ item }: { item: Item }) {
  if (item.error) return <div class="notice bad"><strong>{item.error.text}</strong>{item.error.remedy}</div>;
  return (
    <>
      {item.state === "waiting" ? <p class="notice">It waits for its turn.</p> : null}
      {item.state === "running" ? <p class="notice">It is being made now.</p> : null}
      {item.state === "dropped" ? <p class="notice">It is left out of the ZIP file.</p> : null}
      {item.reasons.length > 0 ? (
        <div class={item.state === "review" ? "notice warn" : "notice"}>
          <strong>{item.state === "review" ? asking() : "What was doubtful"}</strong>
          <ul>{item.reasons.map((one) => <li key={one.name}>{capital(one.text)}{one.value ? <span class="quiet numbers"> · {one.value}</span> : null}</li>)}</ul>
        </div>
      ) : null}
      {item.behind ? <p class="notice" role="status">It was edited: the files are made anew in a moment.</p> : null}
      {item.edited && !item.behind ? (
        <div class="notice"><strong>Edited by hand</strong>The recipe doesn't touch it any more.
          <Button ghost label="Back to the recipe" onClick={() => void release(item.id)} /></div>
      ) : null}
    </>
  );
}

function asking(): string {
  const cuts = batch.value?.recipe["kind"] !== "portrait" && batch.value?.recipe["cut"] !== false;
  return cuts ? "Please look: the cutout may be wrong" : "Please look at this one";
}

function Table({ item, result }: { item: Item; result: Result }) {
  if (result.checks.length === 0) return <p class="quiet">Nothing is asked of this size: it is your own.</p>;
  return (
    <table class="checks-table">
      <caption>
        <span>{result.title}</span>
        {result.as_of ? <a class="quiet" href={`/batches/rules#${result.preset}`}>Rules as of {result.as_of}</a> : <span class="quiet">Your own target</span>}
      </caption>
      <thead class="visually-hidden"><tr><th scope="col">Check</th><th scope="col">Measured</th><th scope="col">Verdict</th></tr></thead>
      <tbody>{worstFirst(result.checks).map((one) => <Row key={one.name} check={one} item={item} result={result} />)}</tbody>
    </table>
  );
}

const WEIGHT = { fail: 0, warn: 1, pass: 2 } as const;

/** What needs a person comes first; within a verdict the order stays. */
function worstFirst(checks: readonly Check[]): readonly Check[] {
  return [...checks].sort((a, b) => WEIGHT[a.verdict] - WEIGHT[b.verdict]);
}

function Row({ check, item, result }: { check: Check; item: Item; result: Result }) {
  const mends = mending(check, item, result);
  return (
    <tr data-verdict={check.verdict}>
      <th scope="row">{check.title}<small>{check.rule}</small>{mends || check.verdict === "pass" ? null : <small class="remedy">{check.remedy}</small>}</th>
      <td class="numbers">{check.value}</td>
      <td><span class="verdict" data-verdict={check.verdict}><Glyph drawing={DRAWINGS[check.verdict]} />{VERDICTS[check.verdict]}</span>
        {mends ? <Mend check={check} target={result.target} mends={mends} /> : null}</td>
    </tr>
  );
}

/** What the recipe can do about it by one click; empty where a person has to. */
function mending(check: Check, item: Item, result: Result): string {
  return check.verdict === "pass" || item.edited ? "" : (repairs.value[result.target]?.[check.name] ?? "");
}

function Mend({ check, target, mends }: { check: Check; target: string; mends: string }) {
  return (
    <button type="button" class="btn mend" title={`${mends} It holds for every photo of the batch.`} onClick={() => void repair(target, check.name)}>
      <Glyph drawing={wrench} /><span>Mend<span class="visually-hidden"> {check.title}: {mends}</span></span>
    </button>
  );
}

function Facts({ result }: { result: Result }) {
  const made = Object.entries(result.engines).map(([task, card]) => `${task === "matte" ? "Cutout" : capital(task)}: ${card}`);
  return (
    <>
      <p class="viewer-facts quiet numbers">
        <span>{result.width} × {result.height} px · {result.content_type.replace("image/", "").toUpperCase()} · {bytes(result.bytes)}</span>
        {made.length > 0 ? <span>{made.join(" · ")}</span> : null}
        <a href={`/p/${result.key}`} target="_blank" rel="noopener"><Glyph drawing={link} />Open the file for {short(result.title)}</a>
      </p>
      {result.warnings.map((one) => <p key={one} class="notice warn">{one}</p>)}
    </>
  );
}
