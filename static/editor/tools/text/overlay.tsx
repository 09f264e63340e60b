/** The field that lies on the layer: the server's letters show through, it only holds the caret. */

import type { CSSProperties } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Layer } from "../../document/types.ts";
import { then } from "../../geometry/affine.ts";
import { seatOf } from "../../stage/places.ts";
import { pan, zoom } from "../../state/view.ts";
import { familyOf, fontNamed, loadFonts, nearest } from "./fonts.ts";
import { close, editing, isEmpty, linesHeight, pause, write } from "./session.ts";

export function TextOverlay() {
  const open = editing.value;
  const seat = open ? seatOf(open.id) : undefined;
  const gone = open !== null && !seat;
  // Undone, or deleted by others.
  useEffect(() => void (gone && close()), [gone]);
  if (!open || !seat?.layer.text) return null;
  const view = { a: zoom.value, b: 0, c: 0, d: zoom.value, e: pan.value.x, f: pan.value.y };
  const { a, b, c, d, e, f } = then(seat.map, view);
  return (
    <div class="text-editor" style={{ transform: `matrix(${a},${b},${c},${d},${e},${f})`, "--thin": `${1.5 / Math.hypot(a, b)}px` }}>
      <div class="text-frame" style={{ width: `${seat.layer.width}px`, height: `${seat.layer.height}px` }} />
      <Field key={open.id} layer={seat.layer} />
    </div>
  );
}

function Field({ layer }: { layer: Layer }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const pressed = useRef<Element | null>(null);
  useEffect(() => void loadFonts(), []);
  useEffect(() => {
    // Touch screens and labels take no focus: what was pressed tells where it went.
    const press = (event: Event): void => void (pressed.current = event.target as Element);
    addEventListener("pointerdown", press, true);
    return () => removeEventListener("pointerdown", press, true);
  }, []);
  useLayoutEffect(() => {
    const box = field.current!;
    box.value = layer.text!.text;
    box.focus({ preventScroll: true });
    box.select();
  }, []);
  // Others may write in it, too; and undo may reach it.
  useEffect(() => {
    const box = field.current!;
    if (document.activeElement !== box && box.value !== layer.text!.text) box.value = layer.text!.text;
  }, [layer.text!.text]);
  return (
    <textarea
      ref={field}
      class="text-field"
      aria-label="Text"
      aria-description="Escape ends"
      dir={layer.text!.direction}
      spellcheck={false}
      autocomplete="off"
      maxLength={1000}
      style={look(layer)}
      onInput={(event) => write(event.currentTarget.value)}
      onScroll={(event) => event.currentTarget.scrollTo(0, 0)}
      onBlur={(event) => left((event.relatedTarget as Element | null) ?? pressed.current)}
      onKeyDown={keyDown}
    />
  );
}

function keyDown(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  const stage = document.getElementById("stage-objects");
  close();
  stage?.focus({ preventScroll: true });
}

/** The focus went to a panel, to the stage, to another window. */
function left(to: Element | null): void {
  if (to?.closest(".stage")) return;
  pause();
  const styles = to?.closest("[data-section=text], [role=menu]");
  if (document.hasFocus() && to && !styles && isEmpty()) close();
}

/** Letters as the server sets them, so that the caret stands between them. */
function look({ text, width, height }: Layer): CSSProperties {
  const said = text!;
  const font = fontNamed(said.font);
  const italic = said.italic && (font?.italics.length ?? 0) > 0;
  const slack = said.size;
  const free = said.sizing === "fixed" && linesHeight.value ? height - linesHeight.value : 0;
  const top = Math.max(0, { top: 0, middle: free / 2, bottom: free }[said.valign]);
  return {
    left: `${-slack}px`,
    width: `${width + 2 * slack}px`,
    height: `${height + slack}px`,
    padding: `${top}px ${slack}px 0`,
    fontFamily: familyOf(said.font),
    fontSize: `${said.size}px`,
    fontWeight: nearest(italic ? font!.italics : (font?.weights ?? [said.weight]), said.weight),
    fontStyle: italic ? "italic" : "normal",
    lineHeight: said.lineHeight,
    letterSpacing: `${said.spacing}em`,
    textAlign: said.align,
    whiteSpace: said.sizing === "auto" ? "pre" : "pre-wrap",
  };
}
