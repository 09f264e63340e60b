/** Everything that can be done, once: keyboard, menus, toolbars and the shortcut sheet read it. */

import { say } from "../../base/toast.ts";
import { StudioError } from "../net/errors.ts";

export interface Action {
  readonly id: string;
  readonly label: string;
  /** Heading in the shortcut sheet. */
  readonly group: string;
  /** `Mod` is Ctrl, or Command on a Mac: "Mod+Shift+z". The first is the one that is shown. */
  readonly keys?: readonly string[];
  /** A lucide drawing. */
  readonly icon?: string;
  /** True for keys that the browser itself turns into copy, cut and paste. */
  readonly native?: boolean;
  /** For what is on or off. */
  pressed?(): boolean;
  enabled(): boolean;
  run(): void | Promise<void>;
}

const known = new Map<string, Action>();

export function register(...actions: readonly Action[]): void {
  for (const action of actions) {
    if (known.has(action.id)) throw new Error(`two actions are called ${action.id}`);
    known.set(action.id, action);
  }
}

export function actions(): readonly Action[] {
  return [...known.values()];
}

export function action(id: string): Action {
  const found = known.get(id);
  if (!found) throw new Error(`no action is called ${id}`);
  return found;
}

/** The action, or undefined for a part of the studio that isn't here. */
export function maybeAction(id: string): Action | undefined {
  return known.get(id);
}

/** Runs it if it is enabled; what it refuses is shown. */
export async function perform(id: string): Promise<void> {
  const found = action(id);
  if (!found.enabled()) return;
  try {
    await found.run();
  } catch (error) {
    if (error instanceof StudioError) say(error.message, error.remedy, true);
    else throw error;
  }
}
