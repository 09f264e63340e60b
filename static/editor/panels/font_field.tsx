/** The font of a text: a list in which every name is written in its own letters. */

import chevron from "lucide-static/icons/chevron-down.svg";
import settings from "lucide-static/icons/settings-2.svg";
import upload from "lucide-static/icons/upload.svg";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { complain } from "../../base/toast.ts";
import { bringFont, familyOf, fontNamed, fonts, nearest, ownFonts, type Font } from "../tools/text/fonts.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { OwnFonts } from "./own_fonts.tsx";

interface FontFieldProps {
  /** null: the selected texts differ. */
  readonly value: string | null;
  readonly onChange: (font: string) => void;
}

const STYLES: Readonly<Record<string, string>> = {
  sans: "Sans", serif: "Serif", display: "Display", handwriting: "Handwriting", mono: "Mono", emoji: "Emoji", own: "Yours",
};
const FILES = ".ttf,.otf,.woff,.woff2,font/ttf,font/otf,font/woff,font/woff2";

/** In its own letters, where it has Latin ones beside those of its script. */
function looks(font: Font): Readonly<Record<string, string | number>> {
  const own = font.scripts.includes("Latin");
  return own ? { fontFamily: familyOf(font.name), fontWeight: nearest(font.weights, 400) } : {};
}

export function FontField({ value, onChange }: FontFieldProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [tending, setTending] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const font = fontNamed(value ?? "");
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class={ownFonts().length ? "line font-line own" : "line font-line"}>
      <span id={`${id}-label`}>Font</span>
      <button ref={button} type="button" class="field pick" aria-haspopup="listbox" aria-expanded={open}
        aria-labelledby={`${id}-label ${id}-value`} onClick={() => setOpen(!open)}>
        <span id={`${id}-value`} style={font ? looks(font) : {}}>{value === null ? "Mixed" : (font?.title ?? value)}</span>
        <Glyph drawing={chevron} />
      </button>
      <Bring onBrought={onChange} />
      {ownFonts().length ? <Button bare label="Your fonts" icon={settings} haspopup="dialog" onClick={() => setTending(true)} /> : null}
      {tending ? <OwnFonts onClose={() => setTending(false)} /> : null}
      {open ? <FontList value={value} onClose={close} onChoose={(name) => { close(); onChange(name); }} /> : null}
    </div>
  );
}

/** The way to a font of one's own: a file. */
function Bring({ onBrought }: { readonly onBrought: (font: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    announce("Uploading the font");
    try {
      const font = await bringFont(file);
      announce(`${font.title} is ready`);
      onBrought(font.name);
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <input ref={input} type="file" hidden accept={FILES} aria-label="Font file"
        onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
      <Button bare label="Upload a font" icon={upload} disabled={busy} onClick={() => input.current?.click()} />
    </>
  );
}

interface ListProps {
  readonly value: string | null;
  readonly onClose: () => void;
  readonly onChoose: (font: string) => void;
}

function FontList({ value, onClose, onChoose }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(Math.max(0, fonts.value.findIndex((font) => font.name === value)));
  const id = useId();
  const typed = useRef<Typed>({ letters: "", until: 0 });
  useLayoutEffect(() => {
    const list = box.current!;
    // Above everything, however the panel scrolls.
    list.showPopover();
    stand(list, list.parentElement!.querySelector("button")!);
    list.focus({ preventScroll: true });
    const outside = (event: Event): void => {
      if (!list.parentElement?.contains(event.target as Node)) onClose();
    };
    addEventListener("pointerdown", outside, true);
    addEventListener("resize", onClose);
    return () => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("resize", onClose);
    };
  }, []);
  useLayoutEffect(() => box.current?.children[at]?.scrollIntoView({ block: "nearest" }), [at]);
  const typing = (letter: string): number => {
    const before = performance.now() < typed.current.until ? typed.current.letters : "";
    typed.current = { letters: before + letter.toLowerCase(), until: performance.now() + PAUSE_MS };
    return beginning(typed.current, at);
  };
  const keyDown = (event: KeyboardEvent): void => {
    const last = fonts.value.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: last,
    };
    const next = to[event.key] ?? (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey ? typing(event.key) : undefined);
    if (next !== undefined) setAt(Math.min(last, Math.max(0, next)));
    else if (event.key === "Enter" || event.key === " ") onChoose(fonts.value[at]!.name);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} class="font-list" popover="manual" role="listbox" tabIndex={0} aria-label="Font" aria-activedescendant={`${id}-${at}`} data-scrolls
      onKeyDown={keyDown}>
      {fonts.value.map((font, index) => (
        <div key={font.name} id={`${id}-${index}`} role="option" aria-selected={font.name === value} class={index === at ? "at" : ""}
          onPointerMove={() => setAt(index)} onClick={() => onChoose(font.name)}>
          <span style={looks(font)}>{font.title}</span>
          <small>{STYLES[font.style] ?? font.style}</small>
        </div>
      ))}
    </div>
  );
}

/** Room that is left to the window's edges, and the list's least height. */
const EDGE = 8;
const LEAST = 200;

/** Below the button, or above it where there is more room. */
function stand(list: HTMLElement, button: Element): void {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const width = Math.max(240, right - left);
  const below = innerHeight - bottom - 2 * EDGE;
  const under = below >= Math.min(LEAST, top - 2 * EDGE);
  list.style.width = `${width}px`;
  list.style.left = `${Math.max(EDGE, Math.min(left, right - width))}px`;
  list.style.maxHeight = `${Math.min(420, under ? below : top - 2 * EDGE)}px`;
  list.style.top = under ? `${bottom + EDGE / 2}px` : "auto";
  list.style.bottom = under ? "auto" : `${innerHeight - top + EDGE / 2}px`;
}

/** What was typed without a pause. */
interface Typed {
  readonly letters: string;
  readonly until: number;
}

const PAUSE_MS = 800;

/** The next font whose name begins with what is typed; the same one while it still does. */
function beginning({ letters }: Typed, at: number): number {
  const titles = fonts.value.map((font) => font.title.toLowerCase());
  const from = letters.length > 1 ? at : at + 1;
  const places = titles.map((_, index) => (from + index) % titles.length);
  return places.find((place) => titles[place]?.startsWith(letters)) ?? at;
}
