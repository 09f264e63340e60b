/** Crop to faces: they are found by the server and chosen here. */

import scanFace from "lucide-static/icons/scan-face.svg";
import type { Tool } from "../tool.ts";
import { FaceOverlay } from "./overlay.tsx";
import { begin, candidate, layer } from "./state.ts";

export const facesTool: Tool = {
  name: "faces",
  label: "Face crop",
  icon: scanFace,
  key: "f",
  cursor: () => "default",
  enabled: () => candidate() !== null,
  enter: () => void begin(),
  leave: () => {
    layer.value = null;
  },
  overlay: () => <FaceOverlay />,
};
