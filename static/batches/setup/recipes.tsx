/** A window of saved recipes: use one, keep the present one, delete. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import trash from "lucide-static/icons/trash-2.svg";
import { complain } from "../../base/toast.ts";
import { announce } from "../../editor/ui/announce.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Dialog } from "../../editor/ui/dialog.tsx";
import { StudioError } from "../../editor/net/errors.ts";
import { deleteRecipe, savedRecipes, saveRecipe, type RecipeValues, type SavedRecipe } from "../shared/api.ts";
import { sameRecipe, written } from "./schema.ts";
import { facts, load, recipe } from "./state.ts";
import { nameOf, targetsOf } from "./targets.ts";

export function Recipes({ onClose }: { onClose: () => void }) {
  const list = useSignal<readonly SavedRecipe[] | null>(null);
  const refused = useSignal<StudioError | null>(null);
  const name = useSignal("");
  const renew = (): Promise<void> => savedRecipes().then((found) => { list.value = found; });
  useEffect(() => void renew().catch(complain), []);
  const act = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    try {
      await work();
      await renew();
      refused.value = null;
      announce(said);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      refused.value = error;
    }
  };
  const keep = async (): Promise<void> => {
    const title = name.value.trim();
    if (!title) return;
    await act(() => saveRecipe(title, written(recipe.peek(), facts.peek().schema)), `Recipe ${title} is saved`);
    if (!refused.value) name.value = "";
  };
  const use = (one: SavedRecipe): void => {
    load(one.recipe);
    announce(`Recipe ${one.name} is loaded`);
    onClose();
  };
  const replaces = list.value?.some((one) => one.name === name.value.trim()) ?? false;
  return (
    <Dialog title="Saved recipes" class="recipes" onClose={onClose}>
      <form class="keep" onSubmit={(event) => { event.preventDefault(); void keep(); }}>
        <input class="field" type="text" aria-label="Name of the recipe" placeholder="Name of this recipe" maxLength={255} autocomplete="off" value={name.value}
          onInput={(event) => { name.value = event.currentTarget.value; }} />
        <button type="submit" class="btn primary" disabled={!name.value.trim()}>{replaces ? "Replace" : "Save"}</button>
      </form>
      {refused.value ? <p class="notice bad" role="alert"><strong>{refused.value.message}</strong>{refused.value.remedy}</p> : null}
      <ul class="recipe-list" aria-label="Saved recipes">
        {list.value?.map((one) => (
          <li key={one.id}>
            <button type="button" class="recipe-use" onClick={() => use(one)}>
              <b dir="auto">{one.name}</b>
              <span class="quiet">{told(one.recipe)}{sameRecipe(one.recipe, recipe.value, facts.value.schema) ? " · in use" : ""}</span>
            </button>
            <Button bare icon={trash} label={`Delete ${one.name}`} onClick={() => void act(() => deleteRecipe(one.id), `${one.name} is deleted`)} />
          </li>
        ))}
      </ul>
      {list.value?.length === 0 ? <p class="quiet">None yet. Give this one a name, and the next batch begins with it in one click.</p> : null}
    </Dialog>
  );
}

function told(recipe: RecipeValues): string {
  const where = targetsOf(recipe).map(nameOf).join(", ");
  return recipe["kind"] === "portrait" ? `Portraits · ${where}` : where;
}
