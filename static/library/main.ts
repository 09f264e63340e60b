/** The library: photos arrive, each with its own progress and its own reason when refused. */

import { complain, say } from "../base/toast.ts";
import { ask, restoreOriginal, trashOriginal, upload, type Original } from "../editor/net/api.ts";
import { Queue } from "../editor/net/queue.ts";
import { makeCard } from "./card.ts";
import { listen } from "./incoming.ts";

const shelf = document.querySelector<HTMLElement>("#photos");
const picker = document.querySelector<HTMLInputElement>("#pick");
const queue = new Queue(3);

async function finishedCard(id: string): Promise<DocumentFragment> {
  const answer = await ask(`/photos/${id}/card`);
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}

function take(files: File[]): void {
  for (const file of files) void bring(file);
}

async function bring(file: File): Promise<void> {
  const card = makeCard(file);
  document.querySelector("#nothing")?.setAttribute("hidden", "");
  shelf?.prepend(card.element);
  const whole = new AbortController();
  const work = (): Promise<Original> =>
    upload(file, (part) => (part < 1 ? card.progress(part) : card.checking()), whole.signal);
  try {
    const original = await queue.run(work);
    const fresh = await finishedCard(original.id);
    document.querySelector(`#photo-${original.id}`)?.remove();
    card.element.replaceWith(fresh);
    card.remove();
  } catch (error) {
    card.fail(error, () => {
      card.remove();
      void bring(file);
    });
  }
}

async function remove(button: HTMLElement): Promise<void> {
  const { remove: id = "", name = "" } = button.dataset;
  const card = document.querySelector<HTMLElement>(`#photo-${id}`);
  try {
    await trashOriginal(id);
    const next = card?.nextElementSibling ?? card?.previousElementSibling;
    card?.remove();
    next?.querySelector("a")?.focus();
    say(`“${name}” is in the trash.`, "", false, { label: "Undo", run: () => void takeBack(id) });
  } catch (error) {
    complain(error);
  }
}

async function takeBack(id: string): Promise<void> {
  try {
    await restoreOriginal(id);
    shelf?.prepend(await finishedCard(id));
    document.querySelector<HTMLElement>(`#photo-${id} a`)?.focus();
  } catch (error) {
    complain(error);
  }
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-remove]");
  if (button) void remove(button);
});
if (picker) listen(picker, take);
