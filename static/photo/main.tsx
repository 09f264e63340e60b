/** One photo with every operation at hand: what is tried here is a transform URL. */

import { render } from "preact";
import { useSignal } from "@preact/signals";
import { complain } from "../base/toast.ts";
import { getJson } from "../editor/net/api.ts";
import { Bar } from "./bar.tsx";
import { Control } from "./controls.tsx";
import { type Group, grouped } from "./groups.ts";
import { follow } from "./preview.ts";
import { QuickBar } from "./quick.tsx";
import { type Operation, type Option, urlOf } from "./recipe.ts";
import { Stage, StatusBar } from "./stage.tsx";
import { goBack, goForward, recipe } from "./state.ts";

interface Registry {
  readonly operations: readonly Operation[];
  readonly output: readonly Option[];
}

const HIDDEN = new Set(["segment.inside", "segment.outside", "segment.box", "segment.mask", "segment.strokes", "anim", "compression", "crop", "faces"]);

function Section({ group }: { group: Group }) {
  const open = useSignal(group.open);
  const used = group.operations.some((one) => one.options.some((o) => recipe.value.has(o.name)));
  return (
    <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        {group.title}
        {used ? <span class="chip good">on</span> : null}
      </summary>
      {group.operations.map((operation) =>
        operation.options
          .filter((option) => !HIDDEN.has(option.name))
          .map((option) => <Control key={option.name} option={option} operation={operation} />),
      )}
    </details>
  );
}

function Workbench({ photo, name, registry }: { photo: string; name: string; registry: Registry }) {
  const output = { name: "output", stage: "output", help: "", options: registry.output };
  return (
    <>
      <Bar photo={photo} name={name} />
      <div class="middle">
        <QuickBar />
        <Stage photo={photo} name={name} />
        <StatusBar />
      </div>
      <aside class="panel" aria-label="Operations">
        {grouped([...registry.operations, output]).map((group) => (
          <Section key={group.title} group={group} />
        ))}
        <label class="address">
          <span>Transform URL</span>
          <input class="field" readOnly value={urlOf(recipe.value, photo)} onFocus={(event) => event.currentTarget.select()} />
        </label>
      </aside>
    </>
  );
}

function keys(event: KeyboardEvent): void {
  const typing = (event.target as Element).matches("input[type=text], input:not([type]), input[type=number]");
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || typing) return;
  event.preventDefault();
  if (event.shiftKey) goForward();
  else goBack();
}

async function begin(root: HTMLElement): Promise<void> {
  const { photo = "", name = "" } = root.dataset;
  const registry = await getJson<Registry>("/api/operations");
  render(<Workbench photo={photo} name={name} registry={registry} />, root);
  document.addEventListener("keydown", keys);
  follow(photo);
}

const root = document.querySelector<HTMLElement>("#workbench");
if (root) begin(root).catch(complain);
