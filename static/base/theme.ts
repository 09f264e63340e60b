/** Dark or light: the system's choice until the person makes their own. */

export type Theme = "light" | "dark";
const KEY = "studio-theme";

export function chosen(): Theme | null {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : null;
}

/** Marks the choice for the style sheet; without one the sheet follows the system by itself. */
function show(choice: Theme | null, now: Theme): void {
  if (choice) document.documentElement.dataset["theme"] = choice;
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) {
    button.setAttribute("aria-pressed", String(now === "dark"));
  }
}

export function follow(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const now = (): Theme => chosen() ?? (system.matches ? "dark" : "light");
  show(chosen(), now());
  system.addEventListener("change", () => show(chosen(), now()));
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-theme-switch]")) return;
    localStorage.setItem(KEY, now() === "dark" ? "light" : "dark");
    show(chosen(), now());
  });
}
