/** Undo, delete, duplicate, select: what every editor has. */

import copyPlus from "lucide-static/icons/copy-plus.svg";
import pencil from "lucide-static/icons/pencil.svg";
import redoIcon from "lucide-static/icons/redo-2.svg";
import trash from "lucide-static/icons/trash-2.svg";
import undoIcon from "lucide-static/icons/undo-2.svg";
import { batch } from "@preact/signals";
import { canRedo, canUndo, commit, doc, redo, redoLabel, selection, undo, undoLabel } from "../document/store.ts";
import { everyLayer, placeOf } from "../document/tree.ts";
import type { Change } from "../document/types.ts";
import { LIMITS } from "../document/schema.ts";
import { StudioError } from "../net/errors.ts";
import { selectAll } from "../stage/commands.ts";
import { reveal } from "../state/shell.ts";
import { tool } from "../state/view.ts";
import { announce } from "../ui/announce.ts";
import { renewed } from "./clipboard.ts";
import { writtenLayer } from "../document/defaults.ts";
import { chosen, free, layerCount, named } from "./chosen.ts";
import { register } from "./registry.ts";
import { renaming } from "./renaming.ts";

const GROUP = "Edit";

function duplicate(): void {
  const layers = free();
  const copies = layers.map((layer) => {
    const step = Math.round(Math.max(doc.value.canvas.width, doc.value.canvas.height) / 50);
    return renewed(layer, step, step);
  });
  refuseTooMany([...everyLayer(copies)].length);
  const patch = copies.map((copy, index): Change => {
    const original = layers[index]!;
    const place = placeOf(doc.value.layers, original.id);
    return { op: "add", layer: writtenLayer(copy), parent: place?.parent ?? "", below: original.id };
  });
  batch(() => {
    commit(patch, "Duplicate");
    selection.value = copies.map((copy) => copy.id);
  });
  announce(`Duplicated ${named(layers)}`);
}

/** The document holds a bounded number of layers; the server would refuse more. */
export function refuseTooMany(coming: number): void {
  if (layerCount() + coming <= LIMITS.layers) return;
  throw new StudioError("too_many_layers", 400, `A document has at most ${LIMITS.layers} layers.`, "Delete or merge some first.");
}

function remove(): void {
  const layers = free();
  commit(layers.map((layer): Change => ({ op: "remove", layer: layer.id })), "Delete");
  announce(`Deleted ${named(layers)}`);
}

export function registerEdit(): void {
  register(
    { id: "undo", label: "Undo", group: GROUP, keys: ["Mod+z"], icon: undoIcon, enabled: () => canUndo.value,
      run: () => { const what = undoLabel.value; undo(); announce(`Undone: ${what}`); } },
    { id: "redo", label: "Redo", group: GROUP, keys: ["Mod+Shift+z", "Mod+y"], icon: redoIcon, enabled: () => canRedo.value,
      run: () => { const what = redoLabel.value; redo(); announce(`Redone: ${what}`); } },
    { id: "duplicate", label: "Duplicate", group: GROUP, keys: ["Mod+d"], icon: copyPlus, enabled: () => free().length > 0, run: duplicate },
    { id: "delete", label: "Delete", group: GROUP, keys: ["Delete", "Backspace"], icon: trash, enabled: () => free().length > 0, run: remove },
    { id: "rename", label: "Rename", group: GROUP, keys: ["F2"], icon: pencil, enabled: () => chosen().length === 1,
      run: () => { reveal("layers"); renaming.value = chosen()[0]?.id ?? ""; } },
    { id: "select-all", label: "Select all", group: GROUP, keys: ["Mod+a"], enabled: () => doc.value.layers.length > 0, run: () => { selectAll(); } },
    { id: "deselect", label: "Deselect", group: GROUP, keys: ["Escape"],
      enabled: () => selection.value.length > 0 || tool.value !== "select",
      run: () => {
        if (tool.value !== "select") tool.value = "select";
        else { selection.value = []; announce("Nothing selected"); }
      } },
  );
}
