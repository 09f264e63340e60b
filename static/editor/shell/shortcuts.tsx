/** Every shortcut, made of the actions and tools themselves. */

import { MAC } from "../actions/keyboard.ts";
import { spelled } from "../actions/keys.ts";
import { actions } from "../actions/registry.ts";
import { dialog } from "../state/shell.ts";
import { tools } from "../tools/tools.ts";
import { Dialog } from "../ui/dialog.tsx";

interface Line {
  readonly label: string;
  readonly keys: readonly string[];
}

/** What the pointer and the stage do by themselves. */
const STAGE: readonly Line[] = [
  { label: "Next or previous layer", keys: ["Tab", "Shift+Tab"] },
  { label: "Move by 1 px, by 10 px", keys: ["ArrowLeft", "Shift+ArrowLeft"] },
  { label: "Resize by 1 px", keys: ["Alt+ArrowRight"] },
  { label: "Turn by 1°, by 15°", keys: [".", "Shift+."] },
  { label: "Pan", keys: [" "] },
  { label: "Layer menu", keys: ["Shift+F10"] },
];
const FADE: Line = { label: "Opacity 10 % to 90 %, 100 %", keys: ["1", "9", "0"] };
const HELD: readonly (readonly [string, string])[] = [
  ["Shift while dragging", "Keep the axis, free or keep the proportions, turn in steps"],
  ["Alt while dragging", "From the centre"],
  [MAC ? "⌘ while dragging" : "Ctrl while dragging", "Without snapping"],
  [MAC ? "⌘ and wheel, pinch" : "Ctrl and wheel, pinch", "Zoom at the pointer"],
];
/** Ten actions that are one idea. */
const DIGITS = "Opacity";
const ORDER = ["Tools", "Edit", "Arrange", "Layer", "Text", "Cut out", "View", "File", "On the canvas", "Help"];

function groups(): readonly (readonly [string, readonly Line[]])[] {
  const found = new Map<string, Line[]>([["On the canvas", [...STAGE]]]);
  const add = (group: string, line: Line): void => void found.set(group, [...(found.get(group) ?? []), line]);
  const acted = new Set(actions().flatMap((one) => one.keys ?? []));
  for (const tool of tools) if (tool.key && !acted.has(tool.key)) add("Tools", { label: tool.label, keys: [tool.key] });
  for (const one of actions()) if (one.keys?.length && one.group !== DIGITS) add(one.group, { label: one.label, keys: one.keys.slice(0, 2) });
  add("Layer", FADE);
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...found].sort(([a], [b]) => rank(a) - rank(b));
}

export function Shortcuts() {
  if (dialog.value !== "shortcuts") return null;
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={() => { dialog.value = ""; }}>
      <div class="shortcuts" tabIndex={0} role="region" aria-label="All shortcuts">
        {groups().map(([title, lines]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map((line) => (
                <div key={line.label}>
                  <dt>{line.label}</dt>
                  <dd>{line.keys.map((keys) => <kbd key={keys}>{spelled(keys, MAC)}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section aria-label="Held keys">
          <h3>Held keys</h3>
          <dl>{HELD.map(([keys, what]) => <div key={keys}><dt>{what}</dt><dd><kbd>{keys}</kbd></dd></div>)}</dl>
        </section>
      </div>
    </Dialog>
  );
}
