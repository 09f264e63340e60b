/** What a shape layer is: its outline and its paint. */

import { selected } from "../document/store.ts";
import type { Layer } from "../document/types.ts";
import { Segmented } from "../ui/choice.tsx";
import { PaintField } from "../ui/paint_field.tsx";
import { common, setField } from "./values.ts";

const shapes = (): readonly Layer[] => selected.value.filter((layer) => layer.shape && !layer.locked);

export function ShapeSection() {
  const layers = shapes();
  const fill = common(layers, (layer) => layer.shape?.fill ?? "");
  return (
    <>
      <Segmented<"rectangle" | "ellipse"> label="Form" value={common(layers, (layer) => layer.shape?.form ?? "rectangle")}
        choices={[{ value: "rectangle", label: "Rectangle" }, { value: "ellipse", label: "Ellipse" }]}
        onChange={(form) => setField(shapes(), "shape.form", () => form, "Shape", false)} />
      <PaintField label="Fill" value={fill ?? layers[0]?.shape?.fill ?? "#000000"}
        onChange={(paint, moving) => setField(shapes(), "shape.fill", () => paint, "Fill", moving)} />
    </>
  );
}
