/** Every section of the side panel, top to bottom. */

import type { Layer } from "../document/types.ts";
import { Appearance } from "./appearance.tsx";
import { Arrange } from "./arrange.tsx";
import { CropNumbers } from "./crop_numbers.tsx";
import { cutoutSection } from "./cutout.tsx";
import { effectSections, orderSection } from "./effects.tsx";
import { Position } from "./position.tsx";
import type { Section } from "./section.ts";
import { ShapeSection } from "./shape.tsx";
import { TextSection } from "./text.tsx";

const always = (): boolean => true;
const photo = (layers: readonly Layer[]): boolean => layers.length === 1 && layers[0]?.kind === "image" && !layers[0].locked;

export const sections: readonly Section[] = [
  { id: "text", title: "Text", applies: (layers) => layers.some((layer) => layer.text && !layer.locked), component: TextSection },
  { id: "position", title: "Position", applies: always, component: Position },
  cutoutSection,
  { id: "arrange", title: "Align", applies: (layers) => layers.some((layer) => !layer.locked), component: Arrange },
  { id: "shape", title: "Shape", applies: (layers) => layers.some((layer) => layer.shape && !layer.locked), component: ShapeSection },
  { id: "appearance", title: "Appearance", applies: always, component: Appearance },
  ...effectSections,
  orderSection,
  { id: "crop", title: "Crop", applies: photo, component: CropNumbers },
];
