/** Which windows of this browser are still open: each holds a lock for as long as it lives. */

import type { Windows } from "./recovery.ts";

const PATIENCE_MS = 500;
const nameOf = (tab: string): string => `studio-window-${tab}`;

/** Where the page isn't secure (plain HTTP in a local network) there are no locks: windows ask. */
export function browserWindows(tab: string): Windows {
  return navigator.locks ? byLocks(tab) : byAsking(tab);
}

function byLocks(tab: string): Windows {
  void navigator.locks.request(nameOf(tab), () => new Promise(() => {}));
  return {
    async open(tabs) {
      const { held = [] } = await navigator.locks.query();
      const names = new Set(held.map((lock) => lock.name));
      return new Set(tabs.filter((one) => names.has(nameOf(one))));
    },
  };
}

function byAsking(tab: string): Windows {
  const channel = new BroadcastChannel("studio-windows");
  const here = new Set<string>();
  channel.onmessage = ({ data }: MessageEvent<{ ask?: string; here?: string }>) => {
    if (data.ask === tab) channel.postMessage({ here: tab });
    if (data.here) here.add(data.here);
  };
  return {
    async open(tabs) {
      if (!tabs.length) return here;
      for (const one of tabs) channel.postMessage({ ask: one });
      await new Promise((done) => setTimeout(done, PATIENCE_MS));
      return here;
    },
  };
}
