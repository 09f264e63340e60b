/** Keys anywhere in the window become actions and tools, except while something is typed. */

import { tools } from "../tools/tools.ts";
import { tool } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { menuIsOpen } from "../ui/menu.tsx";
import { means, spelled } from "./keys.ts";
import { actions, perform, type Action } from "./registry.ts";

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const TYPED = new Set(["text", "search", "number", "email", "url", "password", "tel"]);

/** True inside fields that take letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return TYPED.has(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/** The action's first shortcut as it is shown, or undefined. */
export function keysOf(action: Action | undefined): string | undefined {
  const [first] = action?.keys ?? [];
  return first === undefined ? undefined : spelled(first, MAC);
}

/** Keys by which the focused thing itself is used. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as Element | null;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter" || event.key === " ") return Boolean(target?.closest("button, a, input, summary, [role=option], [role=treeitem]"));
  const steered = target instanceof HTMLInputElement;
  return steered && /^(Arrow|Home|End|Page)/.test(event.key);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isTyping(event.target) || isTaken(event)) return;
  if (menuIsOpen() || document.querySelector("dialog[open]")) return;
  const named = actions().filter((one) => !one.native && one.keys?.some((keys) => means(event, keys, MAC)));
  if (!named.length) return chooseTool(event);
  // Ctrl+D would make a bookmark, even where there is nothing to duplicate.
  event.preventDefault();
  // What is special to a tool is registered later than what is always there.
  const meant = named.filter((one) => one.enabled()).at(-1);
  if (meant && (!event.repeat || REPEATED.has(meant.id))) void perform(meant.id);
}

/** What goes on while the key is held. */
const REPEATED = new Set(["undo", "redo", "forward", "backward", "zoom-in", "zoom-out"]);

function chooseTool(event: KeyboardEvent): void {
  const named = tools.find((one) => means(event, one.key, MAC));
  if (!named || named.enabled?.() === false) return;
  event.preventDefault();
  tool.value = named.name;
  announce(`${named.label} tool`);
}

export function listenToKeys(): () => void {
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
