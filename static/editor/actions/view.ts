/** Zoom, panels, help: what changes the window and not the document. */

import circle from "lucide-static/icons/circle.svg";
import square from "lucide-static/icons/square.svg";
import help from "lucide-static/icons/keyboard.svg";
import left from "lucide-static/icons/panel-left.svg";
import right from "lucide-static/icons/panel-right.svg";
import fitIcon from "lucide-static/icons/maximize.svg";
import { actualSize, fit, zoomIn, zoomOut, zoomToSelection } from "../stage/navigate.ts";
import { dialog, photosOpen, phone, showsPhotos, showsSide, sideOpen, cramped } from "../state/shell.ts";
import { form } from "../tools/shape.tsx";
import { tool } from "../state/view.ts";
import { selection } from "../document/store.ts";
import { announce } from "../ui/announce.ts";
import { register } from "./registry.ts";

const GROUP = "View";
const always = (): boolean => true;

function togglePhotos(): void {
  const shows = !showsPhotos.value;
  photosOpen.value = shows;
  if (shows && cramped.value) sideOpen.value = false;
  announce(shows ? "Photos shown" : "Photos hidden");
}

function toggleSide(): void {
  sideOpen.value = !sideOpen.value;
  announce(sideOpen.value ? "Panel shown" : "Panel hidden");
}

function toggleBoth(): void {
  const shows = !(showsPhotos.value || showsSide.value);
  photosOpen.value = sideOpen.value = shows;
  announce(shows ? "Panels shown" : "Panels hidden");
}

function draw(what: "rectangle" | "ellipse"): void {
  form.value = what;
  tool.value = "shape";
  announce(`Draw: ${what}`);
}

export function registerView(): void {
  register(
    { id: "zoom-in", label: "Zoom in", group: GROUP, keys: ["Mod++", "Mod+=", "+"], enabled: always, run: zoomIn },
    { id: "zoom-out", label: "Zoom out", group: GROUP, keys: ["Mod+-", "-"], enabled: always, run: zoomOut },
    { id: "fit", label: "Fit in window", group: GROUP, keys: ["Shift+1", "Mod+0"], icon: fitIcon, enabled: always, run: fit },
    { id: "actual-size", label: "100 %", group: GROUP, keys: ["Shift+0", "Mod+1"], enabled: always, run: actualSize },
    { id: "zoom-selection", label: "Zoom to selection", group: GROUP, keys: ["Shift+2"], enabled: () => selection.value.length > 0, run: zoomToSelection },
    { id: "photos-panel", label: "Photos panel", group: GROUP, keys: ["Mod+Alt+1"], icon: left, pressed: () => showsPhotos.value, enabled: () => !phone.value, run: togglePhotos },
    { id: "side-panel", label: "Layers and settings", group: GROUP, keys: ["Mod+Alt+2"], icon: right, pressed: () => showsSide.value, enabled: () => !phone.value, run: toggleSide },
    { id: "panels", label: "All panels", group: GROUP, keys: ["Mod+\\"], enabled: () => !phone.value, run: toggleBoth },
    { id: "rectangle", label: "Rectangle", group: "Tools", keys: ["r"], icon: square, enabled: always, run: () => draw("rectangle") },
    { id: "ellipse", label: "Ellipse", group: "Tools", keys: ["o"], icon: circle, enabled: always, run: () => draw("ellipse") },
    { id: "shortcuts", label: "Keyboard shortcuts", group: "Help", keys: ["?"], icon: help, enabled: always, run: () => { dialog.value = "shortcuts"; } },
  );
}
