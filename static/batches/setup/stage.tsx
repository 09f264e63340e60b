/** The recipe on three photos: what comes out, how far it is, what is doubtful. */

import { useSignal } from "@preact/signals";
import eye from "lucide-static/icons/eye.svg";
import { thumbOf } from "../../editor/net/shelf.ts";
import { Button } from "../../editor/ui/button.tsx";
import { items } from "./bring.ts";
import { shown, tiles, type Tile } from "./preview.ts";
import { facts, recipe, showTarget, target, targets } from "./state.ts";
import { sizeOf, titleOf } from "./targets.ts";

export function Stage() {
  const compare = useSignal(false);
  const { markets } = facts.value;
  const now = targets.value[target.value];
  return (
    <section class="stage" aria-labelledby="preview-title">
      <div class="stage-head">
        <h2 id="preview-title">Preview</h2>
        {targets.value.length > 1 ? (
          <span class="target-tabs" role="radiogroup" aria-label="Preview of">
            {targets.value.map((one, index) => (
              <label key={index}>
                <input type="radio" name="preview-target" checked={index === target.value} onChange={() => showTarget(index)} />
                <span>{titleOf(one, markets)}</span>
              </label>
            ))}
          </span>
        ) : <span class="quiet numbers">{now ? `${titleOf(now, markets)}` : ""}</span>}
        <Button ghost icon={eye} label="Originals" pressed={compare.value} onClick={() => { compare.value = !compare.value; }} />
      </div>
      {now ? (
        <div class="tiles">
          {shown.value.map((id) => <Shot key={id} original={id} compare={compare.value} size={sizeOf(now, markets)} />)}
        </div>
      ) : <p class="no-target">Tick a marketplace, or add a size of your own: a recipe without one makes no file.</p>}
    </section>
  );
}

interface ShotProps {
  readonly original: string;
  readonly compare: boolean;
  readonly size: { readonly width: number; readonly height: number };
}

function Shot({ original, compare, size }: ShotProps) {
  const tile = tiles.value.get(original);
  const item = items.value.find((one) => one.original === original);
  const name = item?.name ?? "";
  const made = tile?.told?.url ?? null;
  const before = compare || !made;
  const clear = recipe.value["background"] === "transparent";
  return (
    <figure class="tile" aria-busy={tile?.working ?? true}>
      <div class={clear && !before ? "frame checker" : "frame"} style={{ aspectRatio: `${size.width} / ${size.height}` }}>
        <img class={compare ? "before" : "before waiting"} src={thumbOf(original)} alt={before ? `${name}, the original` : ""} hidden={!before} />
        {made ? <img class="made" src={made} alt={`${name}, as the recipe makes it`} hidden={compare} /> : null}
        {tile?.working ?? true ? <div class="bar busy late" role="progressbar" aria-label={`Preview of ${name}`}><i /></div> : null}
        {tile?.slow ? <p class="tile-slow">The studio is busy. This goes on by itself.</p> : null}
        {tile?.error && !tile.working ? <p class="tile-error"><b>{tile.error.text}</b> {tile.error.remedy}</p> : null}
      </div>
      <figcaption>
        <span class="tile-name" dir="auto" title={name}>{name}</span>
        <Said tile={tile} />
        <Doubt tile={tile} />
      </figcaption>
    </figure>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The measured share. */
function Said({ tile }: { tile: Tile | undefined }) {
  const told = tile?.told;
  if (!told || told.error) return <span class="chips"><span class="chip ghost-chip">&nbsp;</span></span>;
  const face = told.faces.length > 0;
  return (
    <span class={tile.working ? "chips old" : "chips"}>
      {told.share > 0 ? <span class="chip good numbers">{face ? "face" : "fill"} {percent(told.share)}</span> : null}
      {told.enlarged > 1.001 ? <span class="chip warn numbers" title="The photo has fewer px than the file wants">enlarged {told.enlarged.toFixed(1)}×</span> : null}
    </span>
  );
}

/** Why the photo would go to review. Its lines are kept free, so that nothing moves when it comes. */
function Doubt({ tile }: { tile: Tile | undefined }) {
  const told = tile?.told;
  const reasons = told?.reasons.map((one) => (one.value ? `${one.text} (${one.value})` : one.text)) ?? [];
  const all = reasons.join(", ") || "to review";
  return (
    <span class={tile?.working ? "tile-doubt old" : "tile-doubt"}>
      {told?.review && !told.error ? <span title={all}>{all}</span> : null}
    </span>
  );
}
