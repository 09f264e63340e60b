/** One layer on the stage: a placed, faded and blended box, and the server's pixels in it. */

import type { CSSProperties } from "preact";
import type { Layer } from "../document/types.ts";
import { placed, type Affine, type Box } from "../geometry/affine.ts";
import { boxOf } from "../geometry/world.ts";
import { tryingBlend } from "../state/view.ts";
import { concealed, moving } from "./moving.ts";
import { sized } from "./css.ts";
import { pictureOf, type PictureState } from "./pictures.ts";
import { isNested } from "./wishes.ts";

function matrix({ a, b, c, d, e, f }: Affine): string {
  return `matrix(${a},${b},${c},${d},${e},${f})`;
}

/** How a layer lies on what is below and mixes with it. */
function mixing(layer: Layer): CSSProperties {
  const tried = tryingBlend.value;
  const blend = tried?.layer === layer.id ? tried.blend : layer.blend;
  return {
    transform: matrix(placed(layer, boxOf(layer))),
    opacity: layer.opacity,
    mixBlendMode: blend as NonNullable<CSSProperties["mixBlendMode"]>,
    // A surface of its own only while it moves: kept for ever, it would be interpolated twice.
    visibility: concealed.value === layer.id ? "hidden" : "inherit",
    willChange: moving.value.has(layer.id) ? "transform" : "auto",
  };
}

/** A clip as CSS has it, for groups that the browser composes. */
function clipping(layer: Layer): CSSProperties {
  if (layer.clip === "none") return {};
  return { borderRadius: layer.clip === "circle" ? "50%" : `${layer.clip}px` };
}

export function LayerView({ layer }: { layer: Layer }) {
  if (isNested(layer)) return <GroupView layer={layer} />;
  const picture = pictureOf(layer.id).value;
  return (
    <div class="layer" data-layer={layer.id} data-picture={picture.state} style={mixing(layer)}>
      {picture.image ? <Pixels layer={layer} picture={picture} /> : <Waiting layer={layer} />}
    </div>
  );
}

function GroupView({ layer }: { layer: Layer }) {
  // Whole px: the renderer gives a group's sheet whole sides, too.
  const size = sized(Math.round(layer.width), Math.round(layer.height));
  return (
    <div class="layer" data-layer={layer.id} style={mixing(layer)}>
      <div class="group" style={{ ...size, ...clipping(layer) }}>
        {layer.layers.map((one) => (one.hidden ? null : <LayerView key={one.id} layer={one} />))}
      </div>
    </div>
  );
}

/** The decoded picture, with its content on the layer's box. Its sides are whole px and a matrix
 * brings it to size, as a browser rounds the sides of boxes. */
function Pixels({ layer, picture }: { layer: Layer; picture: PictureState }) {
  const image = picture.image!;
  const content = picture.content as Box;
  const across = layer.width / content.width;
  const down = layer.height / content.height;
  const map = { a: across, b: 0, c: 0, d: down, e: -content.left * across, f: -content.top * down };
  return (
    <div
      class="pixels"
      style={{ ...sized(image.naturalWidth, image.naturalHeight), transform: matrix(map) }}
      ref={(box) => {
        if (box && box.firstChild !== image) box.replaceChildren(image);
      }}
    />
  );
}

/** The place of a picture that has never been shown. A plain shape is its own paint at once. */
function Waiting({ layer }: { layer: Layer }) {
  const paint = layer.shape && !layer.effects.length ? { background: layer.shape.fill } : {};
  const round = layer.shape?.form === "ellipse" ? { borderRadius: "50%" } : {};
  return <div class="waiting" style={{ ...sized(layer.width, layer.height), ...paint, ...round }} />;
}
