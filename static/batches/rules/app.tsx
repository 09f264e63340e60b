/** The list of marketplaces; each opens into its rules. */

import { useSignal } from "@preact/signals";
import type { Market } from "../shared/api.ts";
import { CARDS, ruleWords } from "../setup/targets.ts";
import { Once } from "../shared/page.tsx";
import { Form } from "./form.tsx";
import { markets, mine } from "./state.ts";

export function App() {
  const all = markets.value?.filter((one) => one.group === CARDS && one.rules.checked_on);
  return (
    <>
      <header class="rules-head">
        <p class="quiet"><a href="/batches">Batches</a> <span aria-hidden="true">/</span></p>
        <h1>Rules of marketplaces</h1>
        <p class="quiet">Every check of a batch is measured against these. Shops change them: the day says when they were read last.
          {mine.value ? " What you correct holds for the whole studio; batches take it up when they are run again." : " Only the studio's owner may correct them."}</p>
      </header>
      <ul class="rules-list" aria-label="Marketplaces" aria-busy={markets.value === null}>
        {all ? all.map((market) => <Row key={market.name} market={market} />) : [1, 2, 3, 4, 5, 6].map((n) => <li key={n} class="rules-row blank" />)}
      </ul>
      <Once />
    </>
  );
}

function Row({ market }: { market: Market }) {
  const open = useSignal(location.hash === `#${market.name}`);
  const { rules } = market;
  return (
    <li class="rules-row" id={market.name}>
      <details open={open.value} onToggle={(event) => { open.value = event.currentTarget.open; }}>
        <summary>
          <span class="rules-said"><b>{market.title}</b><span class="quiet numbers">{ruleWords(rules).join(" · ")}</span></span>
          <span class="rules-day"><span class={market.changed ? "chip good" : "chip"}>{market.changed ? "Your rules" : "As shipped"}</span>
            <span class="quiet numbers">as of {rules.checked_on}</span></span>
        </summary>
        {open.value ? <Form market={market} /> : null}
      </details>
    </li>
  );
}
