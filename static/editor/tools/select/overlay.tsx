/** Frames, handles, guides and hints of the select tool, in CSS px of the stage. */

import { sized } from "../../stage/css.ts";
import { chosen, chosenBox, movable, seatOf } from "../../stage/places.ts";
import { corners } from "../../geometry/boxes.ts";
import type { Affine, Box } from "../../geometry/affine.ts";
import { HANDLES, isCorner, type Handle } from "../../geometry/resize.ts";
import { boxOf, type Seat } from "../../geometry/world.ts";
import { toScreen, zoom } from "../../state/view.ts";
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

/** A layer's box on the screen: its size, and the turn that brings it there. A mirrored one has
 * its corners swapped, so that a frame's own top left handle is the one that is seen there. */
function frameOf(map: Affine, box: Box): { width: string; height: string; transform: string } {
  const [a, b, c, d] = corners(map, box).map(toScreen) as [Point, Point, Point, Point];
  const mirrored = (b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x) < 0;
  const [start, end, low] = mirrored ? [b, a, c] : [a, b, d];
  const width = Math.hypot(end.x - start.x, end.y - start.y);
  const height = Math.hypot(low.x - start.x, low.y - start.y);
  const cos = width ? (end.x - start.x) / width : 1;
  const sin = width ? (end.y - start.y) / width : 0;
  return { ...sized(width, height), transform: `matrix(${cos},${sin},${-sin},${cos},${start.x},${start.y})` };
}

type Point = { readonly x: number; readonly y: number };

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
  const flat = { ...seat.layer, flipX: false, flipY: false };
  const map = seat.layer.flipX || seat.layer.flipY ? unflipped(seat) : seat.map;
  const frame = frameOf(map, boxOf(flat));
  const turn = (Math.atan2(map.b, map.a) * 180) / Math.PI;
  const free = !seat.locked && seat.shows;
  return (
    <div class={`frame ${free ? "" : "held"}`} style={frame}>
      {free ? <Handles turn={turn} sides={seat.layer.kind !== "group"} small={isSmall(seat.layer.width, seat.layer.height)} /> : null}
    </div>
  );
}

function unflipped(seat: Seat): Affine {
  const { width, height, flipX, flipY } = seat.layer;
  const { a, b, c, d, e, f } = seat.map;
  const sx = flipX ? -1 : 1;
  const sy = flipY ? -1 : 1;
  return {
    a: a * sx, b: b * sx, c: c * sy, d: d * sy,
    e: e + (flipX ? a * width : 0) + (flipY ? c * height : 0),
    f: f + (flipX ? b * width : 0) + (flipY ? d * height : 0),
  };
}

/** Too small on the screen for eight handles beside each other. */
function isSmall(width: number, height: number): boolean {
  return Math.min(width, height) * zoom.value < 44;
}

function Handles({ turn, sides, small }: { turn: number; sides: boolean; small: boolean }) {
  const shown = HANDLES.filter((handle) => isCorner(handle) || (sides && !small));
  return (
    <>
      <i class="stem" />
      <i class="handle rotate" data-handle="rotate" />
      {shown.map((handle: Handle) => (
        <i
          key={handle}
          class={`handle ${isCorner(handle) ? "corner" : "side"} ${handle}`}
          data-handle={handle}
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

