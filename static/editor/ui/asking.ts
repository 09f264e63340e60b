/** Buttons that give way to a question, and come back. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** For the box of both: when the question comes or goes, the last button there, the harmless one, gets
 *  the keyboard, as the one that had it is gone. */
export function useAskingFocus(asking: boolean): RefObject<HTMLDivElement | null> {
  const buttons = useRef<HTMLDivElement>(null);
  const before = useRef(asking);
  useEffect(() => {
    if (before.current !== asking) buttons.current?.querySelector<HTMLElement>("button:last-of-type")?.focus();
    before.current = asking;
  }, [asking]);
  return buttons;
}
