/** What came of a table of SKUs, in words. */

import type { Assigned } from "../shared/api.ts";
import { counted } from "../shared/words.ts";

/** What became of a table, in words, and what its names don't fit. */
export function told({ photos, unknown, names }: Assigned): readonly [string, string] {
  const some = names.slice(0, 3).map((one) => `“${one}”`).join(", ");
  const left = unknown > 0 ? `${counted(unknown, "name fits", "names fit")} no photo: ${some}${unknown > 3 ? " and more" : ""}.` : "";
  return [photos > 0 ? `${counted(photos, "photo")} ${photos === 1 ? "has its SKU" : "have their SKUs"} from the table.` : "The table names none of the photos.", left];
}
