/** The document's own guides. */

import { computed } from "@preact/signals";
import { doc } from "../document/store.ts";
import { toScreen } from "../state/view.ts";

/** Keeps its identity while layers change. */
const guides = computed(() => doc.value.guides);

export function DocumentGuides() {
  return (
    <>
      {guides.value.map(({ axis, at }) => {
        const { x, y } = toScreen({ x: at, y: at });
        const place = axis === "x" ? `translateX(${Math.round(x)}px)` : `translateY(${Math.round(y)}px)`;
        return <i key={`${axis} ${at}`} class={`document-guide ${axis}`} style={{ transform: place }} />;
      })}
    </>
  );
}
