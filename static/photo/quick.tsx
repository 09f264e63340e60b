/** The things that people come for, one press each. */

import type { Value } from "./recipe.ts";
import { recipe, setMany } from "./state.ts";

interface Quick {
  readonly name: string;
  readonly options: ReadonlyArray<readonly [string, Value]>;
}

export const QUICK: readonly Quick[] = [
  { name: "Cut out", options: [["segment", "foreground"]] },
  { name: "On white", options: [["segment", "foreground"], ["background", "#ffffff"]] },
  { name: "Sticker", options: [["segment", "foreground"], ["outline", 8], ["shadow", 6]] },
  {
    name: "Face",
    options: [["width", 600], ["height", 600], ["fit", "cover"], ["gravity", "face"], ["zoom", 0.5]],
  },
];

function isOn(quick: Quick): boolean {
  return (
    recipe.value.size === quick.options.length &&
    quick.options.every(([name, value]) => recipe.value.get(name) === value)
  );
}

export function QuickBar() {
  return (
    <div class="quick" role="toolbar" aria-label="Quick recipes">
      {QUICK.map((quick) => (
        <button key={quick.name} type="button" class="btn ghost" aria-pressed={isOn(quick)}
          onClick={() => setMany(isOn(quick) ? [] : quick.options)}>
          {quick.name}
        </button>
      ))}
    </div>
  );
}
