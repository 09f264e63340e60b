/** Whether the studio can be reached; what needs it waits here. */

const waiting: Array<() => void> = [];

/** Resolves at once while there is a connection, else when it is back. */
export function connected(): Promise<void> {
  return navigator.onLine ? Promise.resolve() : new Promise((go) => waiting.push(go));
}

/** Shows `banner` while the connection is away. */
export function watch(banner: HTMLElement | null): void {
  const show = (): void => {
    if (banner) banner.hidden = navigator.onLine;
    if (navigator.onLine) for (const go of waiting.splice(0)) go();
  };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
