/** Smart guides: the lines that something snapped to, with distances. */

import type { GapMark } from "../../geometry/gaps.ts";
import type { Line } from "../../geometry/snap.ts";
import { sized } from "../../stage/css.ts";
import { toScreen } from "../../state/view.ts";
import { guides } from "./state.ts";

export function GuideLines() {
  const { lines, gaps } = guides.value;
  return (
    <>
      {lines.map((line) => <GuideLine key={`${line.axis} ${line.at} ${line.kind}`} line={line} />)}
      {gaps.map((gap) => <Gap key={`${gap.axis} ${gap.from} ${gap.at}`} gap={gap} />)}
    </>
  );
}

function GuideLine({ line }: { line: Line }) {
  const upright = line.axis === "x";
  const from = toScreen(upright ? { x: line.at, y: line.from } : { x: line.from, y: line.at });
  const to = toScreen(upright ? { x: line.at, y: line.to } : { x: line.to, y: line.at });
  const length = upright ? to.y - from.y : to.x - from.x;
  const size = upright ? sized(1, length) : sized(length, 1);
  return (
    <div class={`guide ${line.kind} ${upright ? "upright" : ""}`} style={{ ...size, transform: `translate(${Math.round(from.x)}px, ${Math.round(from.y)}px)` }}>
      {line.label ? <span>{line.label}</span> : null}
    </div>
  );
}

function Gap({ gap }: { gap: GapMark }) {
  const flat = gap.axis === "x";
  const from = toScreen(flat ? { x: gap.from, y: gap.at } : { x: gap.at, y: gap.from });
  const to = toScreen(flat ? { x: gap.to, y: gap.at } : { x: gap.at, y: gap.to });
  const size = flat ? sized(to.x - from.x, 7) : sized(7, to.y - from.y);
  const shift = flat ? `${from.x}px, ${from.y - 3}px` : `${from.x - 3}px, ${from.y}px`;
  return (
    <div class={`gap ${flat ? "flat" : ""}`} style={{ ...size, transform: `translate(${shift})` }}>
      <span>{gap.label}</span>
    </div>
  );
}
