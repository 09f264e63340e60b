/** The stage: the canvas with its layers, what the tool draws above it, and all that moves it. */

import { useEffect, useRef } from "preact/hooks";
import { computed } from "@preact/signals";
import { OthersAt } from "../share/outlines.tsx";
import { panning, stageSize, tool } from "../state/view.ts";
import { followTool, toolNamed } from "../tools/tools.ts";
import { keyDown, keyUp, listenForSpace } from "./keys.ts";
import { LayerBadges } from "./badges.tsx";
import { DocumentGuides } from "./guides.tsx";
import { followWindow } from "./navigate.ts";
import { Objects } from "./objects.tsx";
import { followDocument, settled } from "./pictures.ts";
import { grabbing, PointerControl } from "./pointer.ts";
import { Sheet } from "./sheet.tsx";

export function Stage() {
  const box = useRef<HTMLElement>(null);
  useEffect(() => attached(box.current!), []);
  return (
    <section
      ref={box}
      class="stage"
      role="application"
      aria-label="Canvas"
      aria-roledescription="stage"
      data-settled={settled}
      data-tool={tool}
      style={{ cursor: pointerLook.value }}
      onKeyDown={keyDown}
      onKeyUp={keyUp}
    >
      <Sheet />
      <LayerBadges />
      <OthersAt />
      <Overlay />
      <Objects />
    </section>
  );
}

const pointerLook = computed(() => {
  if (grabbing.value) return "grabbing";
  if (panning.value) return "grab";
  return toolNamed(tool.value)?.cursor() ?? "default";
});

function Overlay() {
  return <div class="overlay"><DocumentGuides />{toolNamed(tool.value)?.overlay?.()}</div>;
}

/** Measures the stage and listens to it until the answer is called. */
function attached(stage: HTMLElement): () => void {
  const measure = (): void => {
    stageSize.value = { width: stage.clientWidth, height: stage.clientHeight };
    followWindow();
  };
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(stage);
  const pointer = new PointerControl(stage);
  const stopPictures = followDocument();
  const stopSpace = listenForSpace();
  const stopTool = followTool();
  return () => {
    stopTool();
    stopPictures();
    stopSpace();
    pointer.stop();
    observer.disconnect();
  };
}
