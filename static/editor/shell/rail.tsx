/** The tools, one below the other; on the phone beside each other. */

import { MAC } from "../actions/keyboard.ts";
import { spelled } from "../actions/keys.ts";
import { tool } from "../state/view.ts";
import type { Tool } from "../tools/tool.ts";
import { tools } from "../tools/tools.ts";
import { announce } from "../ui/announce.ts";
import { Glyph } from "../ui/glyph.tsx";
import { action, perform } from "../actions/registry.ts";
import { Button } from "../ui/button.tsx";
import { keysOf } from "../actions/keyboard.ts";

/** Tools that lie apart from those before them. */
const APART = new Set(["crop", "text", "shape"]);

export function ToolRail() {
  const photos = action("photos-panel");
  const help = action("shortcuts");
  return (
    <nav class="rail" aria-label="Tools">
      <ToolButtons />
      <span class="rail-end">
        <Button bare icon={help.icon} label={help.label} keys={keysOf(help)} onClick={() => void perform("shortcuts")} />
        <Button bare icon={photos.icon} label={photos.label} keys={keysOf(photos)} pressed={photos.pressed?.()} onClick={() => void perform("photos-panel")} />
      </span>
    </nav>
  );
}

export function ToolButtons() {
  return (
    <div class="tool-buttons" role="toolbar" aria-label="Tools" aria-orientation="vertical" onKeyDown={walk}>
      {tools.map((one, index) => <ToolButton key={one.name} tool={one} apart={index > 0 && APART.has(one.name)} />)}
    </div>
  );
}

function ToolButton({ tool: one, apart }: { tool: Tool; apart: boolean }) {
  const chosen = tool.value === one.name;
  const usable = one.enabled?.() !== false;
  const keys = one.key ? ` (${spelled(one.key, MAC)})` : "";
  return (
    <>
      {apart ? <hr /> : null}
      <button type="button" class="btn ghost icon" title={`${one.label}${keys}`} aria-label={one.label} aria-pressed={chosen}
        aria-disabled={usable ? undefined : "true"} tabIndex={chosen ? 0 : -1}
        onClick={() => {
          if (!usable) return announce(`${one.label} needs one selected photo`);
          tool.value = one.name;
          announce(`${one.label} tool`);
        }}>
        <Glyph drawing={one.icon} />
      </button>
    </>
  );
}

/** One tab stop; arrows walk. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const now = all.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = { ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1 };
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  all[(next + all.length) % all.length]?.focus();
}
