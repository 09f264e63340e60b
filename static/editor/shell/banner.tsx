/** Above the stage: what hinders saving, and what helps. Work goes on meanwhile. */

import cloudOff from "lucide-static/icons/cloud-off.svg";
import warn from "lucide-static/icons/triangle-alert.svg";
import { saveState } from "../document/store.ts";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";

export function Banner() {
  const { kind, text, remedy = "", ways = [] } = saveState.value;
  if (kind === "saved" || kind === "saving") return null;
  return (
    <div class={`banner ${kind === "offline" ? "warn" : "bad"}`} role={kind === "offline" ? "status" : "alert"}>
      <Glyph drawing={kind === "offline" ? cloudOff : warn} />
      <p><strong>{text}</strong> {remedy}</p>
      {ways.map((way) => <Button key={way.label} label={way.label} onClick={way.run} />)}
    </div>
  );
}
