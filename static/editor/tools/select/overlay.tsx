/** Frames, handles, guides and hints of the select tool, in CSS px of the stage. */

import { useMemo } from "preact/hooks";
import { sized } from "../../stage/css.ts";
import { chosen, chosenBox, movable, seatOf } from "../../stage/places.ts";
import { HANDLES, isCorner, mirroredHandle, type Handle } from "../../geometry/resize.ts";
import { boxOf, type Seat } from "../../geometry/world.ts";
import { toScreen, zoom } from "../../state/view.ts";
import { frameOf, isMirrored, unflipped } from "../frames.ts";
import { resizeCursor } from "./cursors.ts";
import { GuideLines } from "./guides.tsx";
import { dragging, hint, hovered, marquee } from "./state.ts";

export function SelectOverlay() {
  return (
    <>
      <Hovered />
      <GuideLines />
      <Chosen />
      <Marquee />
      <Hint />
    </>
  );
}

function Hovered() {
  const seat = dragging.value ? undefined : seatOf(hovered.value);
  if (!seat || chosen.value.some((one) => one.layer.id === seat.layer.id)) return null;
  return <div class="frame hover" style={frameOf(seat.map, boxOf(seat.layer))} />;
}

function Chosen() {
  const seats = chosen.value;
  const [only] = seats;
  if (!only) return null;
  if (seats.length === 1) return <One seat={only} />;
  const box = chosenBox.value!;
  return (
    <>
      {seats.map((seat) => <div key={seat.layer.id} class="frame part" style={frameOf(seat.map, boxOf(seat.layer))} />)}
      <div class="frame" style={frameOf({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, box)}>
        {movable.value.length === seats.length ? <Handles turn={0} sides={false} small={isSmall(box.width, box.height)} /> : null}
      </div>
    </>
  );
}

function One({ seat }: { seat: Seat }) {
  // The handles keep to the layer's own sides, whatever its flips: those mirror what is inside.
  const map = unflipped(seat);
  const frame = frameOf(map, boxOf(seat.layer));
  const turn = (Math.atan2(map.b, map.a) * 180) / Math.PI;
  const free = !seat.locked && seat.shows;
  const [swapped, sides, small] = [isMirrored(seat), seat.layer.kind !== "group", isSmall(seat.layer.width, seat.layer.height)];
  // The same handles while a layer only moves: they aren't compared again.
  const handles = useMemo(
    () => (free ? <Handles turn={turn} swapped={swapped} sides={sides} small={small} /> : null),
    [free, turn, swapped, sides, small],
  );
  return (
    <div class={`frame ${free ? "" : "held"}`} style={frame}>
      {handles}
    </div>
  );
}

/** Too small on the screen for eight handles beside each other. */
function isSmall(width: number, height: number): boolean {
  return Math.min(width, height) * zoom.value < 44;
}

interface HandlesProps {
  readonly turn: number;
  readonly sides: boolean;
  readonly small: boolean;
  /** Left and right of the layer are seen the other way round. */
  readonly swapped?: boolean;
}

function Handles({ turn, sides, small, swapped = false }: HandlesProps) {
  const shown = HANDLES.filter((handle) => isCorner(handle) || (sides && !small));
  return (
    <>
      <i class="stem" />
      <i class="handle rotate" data-handle="rotate" />
      {shown.map((handle: Handle) => (
        <i
          key={handle}
          class={`handle ${isCorner(handle) ? "corner" : "side"} ${handle}`}
          data-handle={swapped ? mirroredHandle(handle) : handle}
          style={{ cursor: resizeCursor(handle, turn) }}
        />
      ))}
    </>
  );
}

function Marquee() {
  const box = marquee.value;
  if (!box) return null;
  const at = toScreen({ x: box.left, y: box.top });
  const size = sized(box.width * zoom.value, box.height * zoom.value);
  return <div class="marquee" style={{ ...size, transform: `translate(${at.x}px, ${at.y}px)` }} />;
}

function Hint() {
  const now = hint.value;
  if (!now) return null;
  return (
    <div class="hint" style={{ transform: `translate(${Math.round(now.at.x + 16)}px, ${Math.round(now.at.y + 20)}px)` }}>
      {now.text}
    </div>
  );
}

