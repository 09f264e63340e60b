/** Asking before something is lost, and telling what happened. */

/** True when the person agrees; Escape and the other button mean no. */
export function sure(title: string, text: string, yes: string): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm")!;
  dialog.querySelector("h2")!.textContent = title;
  dialog.querySelector("p")!.textContent = text;
  dialog.querySelector<HTMLButtonElement>('[value="yes"]')!.textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

/** Read out by screen readers, shown to nobody. */
export function tell(text: string): void {
  const place = document.querySelector("#said");
  if (place) place.textContent = text;
}

/** `1 photo`, `3 photos`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
