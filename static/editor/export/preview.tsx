/** The file itself, as it will be downloaded: px for px, or fitted. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { Segmented } from "../ui/choice.tsx";
import { again, maker } from "./state.ts";
import type { Made } from "./types.ts";
import { progressText } from "./words.ts";

type View = "whole" | "exact";

const VIEWS = [
  { value: "whole" as const, label: "Fit" },
  { value: "exact" as const, label: "100 %" },
];

type Behind = "checker" | "light" | "dark";

const BEHINDS = [
  { value: "checker" as const, label: "Checker" },
  { value: "light" as const, label: "White" },
  { value: "dark" as const, label: "Black" },
];

export function Preview() {
  const [view, setView] = useState<View>("whole");
  const [behind, setBehind] = useState<Behind>("checker");
  const made = maker.made.value;
  const clear = made !== null && made.content_type !== "image/jpeg";
  return (
    <section class="export-preview" aria-label="Preview">
      <div class="export-view" aria-busy={maker.state.value.kind === "making"}>
        {made ? <Picture made={made} view={view} behind={behind} /> : null}
        <Standing />
      </div>
      <div class="export-bar">
        <Segmented bare label="Preview size" value={view} choices={VIEWS} onChange={setView} />
        {clear ? <Segmented bare label="Behind the picture" value={behind} choices={BEHINDS} onChange={setBehind} /> : null}
      </div>
    </section>
  );
}

/** Scrolls with the wheel, a finger and the arrow keys; a mouse drags it. */
function Picture({ made, view, behind }: { made: Made; view: View; behind: Behind }) {
  const box = useRef<HTMLDivElement>(null);
  const from = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const exact = view === "exact";
  // One px of the file is one px of the screen.
  const width = made.width / devicePixelRatio;
  const height = made.height / devicePixelRatio;
  useEffect(() => {
    const shown = box.current;
    if (shown && exact) shown.scrollTo((shown.scrollWidth - shown.clientWidth) / 2, (shown.scrollHeight - shown.clientHeight) / 2);
  }, [exact, made.width, made.height]);

  const down = (event: PointerEvent): void => {
    const shown = box.current;
    if (!shown || !exact || event.pointerType !== "mouse" || event.button !== 0) return;
    event.preventDefault();
    shown.focus();
    shown.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, y: event.clientY, left: shown.scrollLeft, top: shown.scrollTop };
  };
  const move = (event: PointerEvent): void => {
    const start = from.current;
    if (start) box.current?.scrollTo(start.left - (event.clientX - start.x), start.top - (event.clientY - start.y));
  };
  const up = (): void => {
    from.current = null;
  };

  return (
    <div ref={box} class={exact ? "export-pan exact" : "export-pan"} tabIndex={0} role="group"
      aria-label={exact ? "The file at 100 percent, scrolls" : "The whole file"}
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up}>
      <img class={behind} src={made.url} draggable={false} width={made.width} height={made.height}
        alt={`The exported file, ${made.width} by ${made.height} pixels`}
        style={exact ? { width: `${width}px`, height: `${height}px` } : { maxWidth: `min(100%, ${width}px)`, maxHeight: `min(100%, ${height}px)` }} />
    </div>
  );
}

/** How far the next file is, or why there is none. */
function Standing() {
  const state = maker.state.value;
  if (state.kind === "made") return null;
  if (state.kind === "failed") {
    return (
      <div class="export-standing">
        <div class="notice bad">
          <strong>{state.error.message}</strong>
          {state.error.remedy}
        </div>
        <Button label="Try again" onClick={again} />
      </div>
    );
  }
  return (
    <div class={maker.made.value ? "export-standing slim" : "export-standing"}>
      <div class="bar busy" role="progressbar" aria-label="Making the file"><i /></div>
      <span>{state.progress ? progressText(state.progress) : "Making the file"}</span>
    </div>
  );
}
