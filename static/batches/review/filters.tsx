/** Which items are shown, and in which order. */

import { useEffect, useRef, useState } from "preact/hooks";
import searchIcon from "lucide-static/icons/search.svg";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { Select } from "../../editor/ui/choice.tsx";
import type { Sort } from "./listing.ts";
import { show } from "./places.ts";
import { batch, view } from "./state.ts";
import { tabs } from "./words.ts";

const TYPED_MS = 250;
const TONES: Readonly<Record<string, string>> = { review: "warn", failed: "bad", passed: "good" };
const SORTS: ReadonlyArray<{ readonly value: Sort; readonly label: string }> = [
  { value: "position", label: "In order" },
  { value: "doubt", label: "Most doubtful first" },
  { value: "name", label: "By name" },
];

export function Filters() {
  const now = batch.value;
  if (!now || now.counts.total + now.counts.dropped === 0) return null;
  return (
    <div class="review-filters">
      <nav class="review-tabs" aria-label="Filter">
        {tabs(now.counts, view.value.state).map(({ filter, label, count }) => (
          <button key={filter} type="button" data-tone={count > 0 ? TONES[filter] : undefined} aria-current={view.value.state === filter ? "true" : undefined}
            onClick={() => void show({ state: filter })}>
            {label} <span class="numbers">{count.toLocaleString("en")}</span>
          </button>
        ))}
      </nav>
      <Search />
      <Select bare label="Order" value={view.value.sort} choices={SORTS} onChange={(sort) => void show({ sort })} />
    </div>
  );
}

function Search() {
  const [typed, setTyped] = useState(view.value.q);
  const timer = useRef(0);
  useEffect(() => setTyped(view.value.q), [view.value.q]);
  const take = (text: string): void => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (text.trim() !== view.value.q) void show({ q: text.trim() });
    }, TYPED_MS);
  };
  return (
    <label class="review-search">
      <span class="visually-hidden">Find by name or SKU</span>
      <Glyph drawing={searchIcon} />
      <input class="field" type="search" placeholder="Name or SKU" maxLength={255} autocomplete="off" value={typed}
        onInput={(event) => take(event.currentTarget.value)} />
    </label>
  );
}
