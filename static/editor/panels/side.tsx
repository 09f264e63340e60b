/** The right panel: what concerns the selection, the canvas, earlier versions; the layers below. */

import { shownLayers } from "./calm.ts";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { signal } from "@preact/signals";
import right from "lucide-static/icons/chevron-right.svg";
import { panelTab, reveal, type PanelTab } from "../state/shell.ts";
import { Glyph } from "../ui/glyph.tsx";
import { Tabs, type Tab } from "../ui/tabs.tsx";
import { CanvasPanel } from "./canvas.tsx";
import { BackgroundRow, Layers } from "./layers.tsx";
import type { Section } from "./section.ts";
import { sections } from "./sections.ts";
import { Versions } from "./versions.tsx";

const TABS: readonly Tab<PanelTab>[] = [
  { id: "layer", label: "Layer" },
  { id: "canvas", label: "Canvas" },
  { id: "versions", label: "Versions" },
];
/** Ids of sections that were folded. */
const folded = signal<ReadonlySet<string>>(new Set());

export function SidePanel() {
  return (
    <aside class="side-panel" aria-label="Layers and settings">
      <div class="side-settings">
        <Tabs label="Settings" tabs={TABS} chosen={panelTab.value} onChoose={(tab) => { panelTab.value = tab; }}>
          <TabBody tab={panelTab.value} />
        </Tabs>
      </div>
      <LayersPart />
    </aside>
  );
}

const HEADINGS: Readonly<Record<PanelTab, string>> = { layer: "Selected layer", canvas: "Canvas", versions: "Versions" };

export function TabBody({ tab }: { tab: PanelTab }): JSX.Element {
  return (
    <>
      <h2 class="visually-hidden">{HEADINGS[tab]}</h2>
      {tab === "canvas" ? <CanvasPanel /> : tab === "layer" ? <LayerPanel /> : <Versions />}
    </>
  );
}

export function LayersPart() {
  return (
    <section class="side-layers" aria-labelledby="layers-title" data-scrolls>
      <h2 id="layers-title">Layers</h2>
      <Layers />
      <BackgroundRow onOpen={() => reveal("canvas")} />
    </section>
  );
}

export function LayerPanel() {
  const layers = shownLayers.value;
  if (!layers.length) return <p class="quiet nothing-chosen">Select a layer on the canvas or in the list to see its settings here.</p>;
  return <>{sections.filter((section) => section.applies(layers)).map((section) => <Part key={section.id} section={section} />)}</>;
}

function Part({ section }: { section: Section }) {
  const id = useId();
  const layers = shownLayers.value;
  const { component: Body, aside: Aside } = section;
  const filled = section.filled?.(layers) ?? true;
  const open = filled && !folded.value.has(section.id);
  const fold = (): void => {
    const next = new Set(folded.value);
    if (!next.delete(section.id)) next.add(section.id);
    folded.value = next;
  };
  return (
    <section class={open ? "section" : "section shut"} aria-labelledby={id} data-section={section.id}>
      <div class="section-top">
        <h3 id={id}>
          {filled ? (
            <button type="button" class={open ? "fold open" : "fold"} aria-expanded={open} onClick={fold}>
              {section.title}<Glyph drawing={right} />
            </button>
          ) : section.title}
        </h3>
        {Aside ? <Aside /> : null}
      </div>
      {open ? <div class="section-body"><Body /></div> : null}
    </section>
  );
}
