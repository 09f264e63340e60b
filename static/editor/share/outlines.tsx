/** Frames around what others have selected, in their colours and with their names. */

import { presence, type Person } from "../net/presence.ts";
import { seatOf } from "../stage/places.ts";
import { frameOf } from "../tools/frames.ts";
import { boxOf } from "../geometry/world.ts";

export function OthersAt() {
  const held = presence.holders.value;
  if (held.size === 0) return null;
  // The list of people says the same to readers.
  return (
    <div class="others-at" aria-hidden="true">
      {[...held].map(([layer, people]) => <Frame key={layer} layer={layer} people={people} />)}
    </div>
  );
}

function Frame({ layer, people }: { layer: string; people: readonly Person[] }) {
  const seat = seatOf(layer);
  const [first] = people;
  if (!seat?.shows || !first) return null;
  return (
    <div class="other-frame" style={{ ...frameOf(seat.map, boxOf(seat.layer)), borderColor: first.colour }}>
      <b dir="auto" style={{ background: first.colour }}>{people.map((one) => one.name).join(", ")}</b>
    </div>
  );
}
