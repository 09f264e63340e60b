/** Every tool, in the order of the tool rail. */

import { effect, untracked } from "@preact/signals";
import { tool } from "../state/view.ts";
import { brushTool } from "./brush/tool.tsx";
import { crop } from "./crop/crop.ts";
import { facesTool } from "./faces/tool.tsx";
import { hand } from "./hand/hand.ts";
import { select } from "./select/select.ts";
import { shape } from "./shape.tsx";
import { textTool } from "./text/text.tsx";
import type { Tool } from "./tool.ts";

export const tools: readonly Tool[] = [select, hand, crop, brushTool, facesTool, textTool, shape];

/** Tells tools when they are chosen and left, until the answer is called. */
export function followTool(): () => void {
  let now: Tool | undefined;
  const change = (next: Tool | undefined): void => {
    if (next === now) return;
    now?.leave?.();
    now = next;
    now?.enter?.();
  };
  const stop = effect(() => {
    const next = toolNamed(tool.value);
    untracked(() => change(next));
  });
  return () => {
    stop();
    change(undefined);
  };
}

export function toolNamed(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}
