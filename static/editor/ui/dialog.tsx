/** A window above the page: the platform's own modal, so focus, Esc and readers behave. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import close from "lucide-static/icons/x.svg";
import { Button } from "./button.tsx";

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly class?: string;
  /** Buttons at its foot. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Dialog({ title, onClose, wide = false, class: look = "", actions, children }: DialogProps) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const shown = box.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} class={["dialog", wide && "wide", look].filter(Boolean).join(" ")} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}
      onKeyDown={(event) => event.stopPropagation()}>
      <div class="dialog-in">
        <header>
          <h2 id={id}>{title}</h2>
          <Button bare label="Close" icon={close} onClick={onClose} />
        </header>
        <div class="dialog-body" tabIndex={-1}>{children}</div>
        {actions ? <footer>{actions}</footer> : null}
      </div>
    </dialog>
  );
}
