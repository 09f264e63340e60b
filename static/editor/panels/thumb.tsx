/** A layer's small picture: what it shows, and how far that is. */

import folder from "lucide-static/icons/folder.svg";
import type from "lucide-static/icons/type.svg";
import warn from "lucide-static/icons/triangle-alert.svg";
import type { Layer } from "../document/types.ts";
import { thumbOf } from "../net/shelf.ts";
import { pictureOf } from "../stage/pictures.ts";
import { Glyph } from "../ui/glyph.tsx";

export function Thumb({ layer }: { layer: Layer }) {
  const picture = pictureOf(layer.id).value;
  const look = ["thumb", "checker", picture.state === "loading" && picture.progress && "busy"].filter(Boolean).join(" ");
  return (
    <span class={look} aria-hidden="true">
      {picture.state === "failed" ? <Glyph drawing={warn} /> : <Shown layer={layer} url={picture.url} />}
    </span>
  );
}

function Shown({ layer, url }: { layer: Layer; url: string }) {
  if (layer.kind === "group" && !url) return <Glyph drawing={folder} />;
  if (layer.kind === "text") return <Glyph drawing={type} />;
  if (layer.kind === "shape" && !layer.effects.length) {
    return <i class={layer.shape?.form === "ellipse" || layer.clip === "circle" ? "round" : ""} style={{ background: layer.shape?.fill ?? "" }} />;
  }
  // The original stands in until the layer's own picture is made.
  const source = url || (layer.source ? thumbOf(layer.source) : "");
  return source ? <img src={source} alt="" decoding="async" draggable={false} /> : null;
}
