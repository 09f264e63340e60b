/** The ring that shows the brush's size, and its settings. */

import eraser from "lucide-static/icons/eraser.svg";
import restore from "lucide-static/icons/paintbrush.svg";
import type { Affine } from "../../geometry/affine.ts";
import { turnedSize } from "../../geometry/brush.ts";
import { toScreen, tool, zoom } from "../../state/view.ts";
import { Button } from "../../ui/button.tsx";
import { Segmented, Switch } from "../../ui/choice.tsx";
import { Slider } from "../../ui/slider.tsx";
import {
  candidate, cursor, hardness, LEAST_SIZE, mode, MOST_SIZE, opacity, penSeen, pressure, size, target, type Mode, type Target,
} from "./state.ts";

export function BrushOverlay() {
  return (
    <>
      <Ring />
      <Settings />
    </>
  );
}

/** From a circle of radius 1 to the brush on the screen, without its place. */
function look({ grid: { shown }, seat }: Target, radius: number): Pick<Affine, "a" | "b" | "c" | "d"> {
  const turned = turnedSize(shown);
  const across = (radius * seat.layer.width * zoom.value) / turned.width;
  const down = (radius * seat.layer.height * zoom.value) / turned.height;
  const { a, b, c, d } = seat.map;
  return { a: a * across, b: b * across, c: c * down, d: d * down };
}

function Ring() {
  const at = cursor.value;
  const goal = target.value;
  if (!at || !goal) return null;
  const { shown } = goal.grid;
  const radius = (size.value / 2) * Math.max(shown.width, shown.height);
  const { x, y } = toScreen(at);
  const ring = (share: number): string => {
    const { a, b, c, d } = look(goal, radius * share);
    return `matrix(${a} ${b} ${c} ${d} ${x} ${y})`;
  };
  return (
    <svg class={`brush-ring ${mode.value}`} aria-hidden="true">
      <circle class="dark" r="1" transform={ring(1)} vector-effect="non-scaling-stroke" />
      <circle class="light" r="1" transform={ring(1)} vector-effect="non-scaling-stroke" />
      {hardness.value > 0 && hardness.value < 1 ? <circle class="core" r="1" transform={ring(hardness.value)} vector-effect="non-scaling-stroke" /> : null}
      <path class="light" d={`M${x - 3} ${y}h6M${x} ${y - 3}v6`} />
    </svg>
  );
}

const percent = (value: number): number => Math.round(value * 1000) / 10;

function Settings() {
  return (
    <div class="brush-bar" role="toolbar" aria-label="Brush">
      {candidate.value ? null : <p role="status">Select one photo to brush.</p>}
      <Segmented<Mode> bare label="Brush mode" value={mode.value} onChange={(next) => { mode.value = next; }}
        choices={[{ value: "erase", label: "Erase", icon: eraser }, { value: "restore", label: "Restore", icon: restore }]} />
      <Slider label="Size" unit="%" digits={1} min={percent(LEAST_SIZE)} max={100} reach={[percent(LEAST_SIZE), percent(MOST_SIZE)]}
        value={percent(size.value)} onChange={(value) => { size.value = value / 100; }} />
      <Slider label="Hardness" unit="%" min={0} max={100} value={Math.round(hardness.value * 100)}
        onChange={(value) => { hardness.value = value / 100; }} />
      <Slider label="Strength" unit="%" min={1} max={100} value={Math.round(opacity.value * 100)}
        onChange={(value) => { opacity.value = value / 100; }} />
      {penSeen.value ? <Switch label="Pressure" hint="A pen's pressure changes the size" checked={pressure.value} onChange={(on) => { pressure.value = on; }} /> : null}
      <Button primary label="Done" onClick={() => { tool.value = "select"; }} />
    </div>
  );
}
