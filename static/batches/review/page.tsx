/** The page's regions. */

import { Once } from "../shared/page.tsx";
import { Filters } from "./filters.tsx";
import { Grid } from "./grid.tsx";
import { Head } from "./head.tsx";
import { SelectionBar } from "./selection_bar.tsx";
import { opened } from "./state.ts";
import { Viewer } from "./viewer.tsx";
import { Working } from "./working_bar.tsx";

export function Page() {
  return (
    <>
      <Working />
      <Head />
      <Filters />
      <Grid />
      <SelectionBar />
      {opened.value === null ? null : <Viewer />}
      <Once />
    </>
  );
}
