/** Tabs: one tab stop, arrows move, as readers expect. */

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function Tabs<T extends string>({ label, tabs, chosen, onChoose, class: look = "", children }: TabsProps<T>) {
  const name = useId();
  const keyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const now = tabs.findIndex((tab) => tab.id === chosen);
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: now + rtl, ArrowLeft: now - rtl, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <>
      <div class={`tabs ${look}`} role="tablist" aria-label={label} onKeyDown={keyDown}>
        {tabs.map((tab) => (
          <button key={tab.id} type="button" role="tab" id={`${name}-${tab.id}`} data-tab={tab.id}
            aria-selected={tab.id === chosen} aria-controls={`${name}-panel`} tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}>
            {tab.label}
          </button>
        ))}
      </div>
      <div key={chosen} class="tab-panel" role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${chosen}`} tabIndex={-1}>
        {children}
      </div>
    </>
  );
}
