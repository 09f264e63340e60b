/** The decision about the open item, and the keys that make it. */

import check from "lucide-static/icons/check.svg";
import pencil from "lucide-static/icons/pencil.svg";
import again from "lucide-static/icons/rotate-ccw.svg";
import bin from "lucide-static/icons/trash-2.svg";
import back from "lucide-static/icons/undo-2.svg";
import { Button } from "../../editor/ui/button.tsx";
import type { Item } from "../shared/api.ts";
import { bringBack, decide, edit, retry } from "./deciding.ts";
import { HELP } from "./keys.ts";
import { mayAccept, mayDrop, mayEdit, mayRetry } from "./listing.ts";

export function DecisionBar({ item }: { item: Item }) {
  const ids = [item.id];
  return (
    <div class="viewer-acts" role="group" aria-label="Decide">
      <Button primary={mayAccept(item)} label={item.accepted && item.state === "passed" ? "Accepted" : "Accept"} icon={check} keys="A" disabled={!mayAccept(item)} onClick={() => void decide("accept", ids)} />
      <Button label="Edit" icon={pencil} keys="E" disabled={!mayEdit(item)} onClick={() => void edit(item.id)} />
      <Button label="Retry" icon={again} keys="R" disabled={!mayRetry(item)} onClick={() => void retry(ids)} />
      {item.state === "dropped" ? (
        <Button label="Bring back" icon={back} onClick={() => void bringBack(ids)} />
      ) : (
        <Button label="Drop" icon={bin} keys="D" disabled={!mayDrop(item)} onClick={() => void decide("drop", ids)} />
      )}
    </div>
  );
}

export function Help() {
  return (
    <p class="viewer-help quiet">
      {HELP.map(({ keys, act }) => (
        <span key={act}>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)} {act}</span>
      ))}
    </p>
  );
}
