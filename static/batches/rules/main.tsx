/** What marketplaces ask of a file: read by everybody, corrected by the studio's owner. */

import { render } from "preact";
import { complain } from "../../base/toast.ts";
import { markets as askMarkets } from "../shared/api.ts";
import { App } from "./app.tsx";
import { fieldsOf, type Ranges } from "./fields.ts";
import { fields, markets, mine } from "./state.ts";

async function begin(root: HTMLElement): Promise<void> {
  fields.value = fieldsOf(JSON.parse(root.dataset["ranges"] ?? "{}") as Ranges);
  mine.value = "owner" in root.dataset;
  render(<App />, root);
  markets.value = await askMarkets();
  // The address may name a marketplace: it is opened when it is drawn.
  requestAnimationFrame(() => document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "start" }));
}

const root = document.querySelector<HTMLElement>("#rules");
if (root) begin(root).catch(complain);
