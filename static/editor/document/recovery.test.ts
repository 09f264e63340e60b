import assert from "node:assert/strict";
import { test } from "node:test";
import { put, scene } from "../../../tests/editing/scene.ts";
import type { Kept, Shelf } from "./idb.ts";
import { Recovery } from "./recovery.ts";
import type { Entry, Saved } from "./replica.ts";

const DAY_MS = 24 * 3600 * 1000;

class Drawer implements Shelf {
  readonly kept = new Map<string, Kept>();
  broken = false;

  async put(kept: Kept): Promise<void> {
    if (this.broken) throw new Error("no room");
    this.kept.set(kept.id, structuredClone(kept));
  }

  async remove(id: string): Promise<void> {
    this.kept.delete(id);
  }

  async all(): Promise<readonly Kept[]> {
    return [...this.kept.values()];
  }

  async adopt(id: string, use: (found: Kept) => Kept): Promise<void> {
    const found = this.kept.get(id);
    if (!found) return;
    const made = use(found);
    this.kept.delete(id);
    this.kept.set(made.id, made);
  }
}

const entry = (label: string, key = ""): Entry => ({
  label, key, patch: [put("a", "x", 5)], inverse: [], saved: false, alone: false, refused: "",
});

interface Place {
  readonly shelf: Drawer;
  readonly open: Set<string>;
  now: number;
}

function windowIn(place: Place, tab: string, document = "d"): Recovery {
  place.open.add(tab);
  const windows = { open: async (tabs: readonly string[]) => new Set(tabs.filter((one) => place.open.has(one))) };
  const made = new Recovery(place.shelf, windows, tab, () => place.now);
  made.start(document);
  return made;
}

async function labels(recovery: Recovery, saved: readonly Saved[] = []): Promise<string[]> {
  const found: string[] = [];
  await recovery.recover(async () => saved, (edits) => {
    found.push(...edits.map((one) => one.label));
    return { entries: edits.map((one) => entry(one.label, one.key)), revision: 1 };
  });
  return found;
}

const place = (): Place => ({ shelf: new Drawer(), open: new Set(), now: 100 * DAY_MS });

test("what a window that is gone couldn't save goes to one other window", async () => {
  const here = place();
  const gone = windowIn(here, "gone");
  gone.keep([entry("Move"), entry("Fade")], 1);
  await gone.kept();
  here.open.delete("gone");
  const next = windowIn(here, "next");
  assert.deepEqual(await labels(next), ["Move", "Fade"]);
  assert.deepEqual(await labels(windowIn(here, "third")), []);
  // Should that one crash as well, they aren't lost.
  here.open.delete("next");
  assert.deepEqual(await labels(windowIn(here, "fourth")), ["Move", "Fade"]);
});

test("an open window keeps its own, and another document's stay where they are", async () => {
  const here = place();
  const one = windowIn(here, "one");
  one.keep([entry("Move")], 1);
  const other = windowIn(here, "other", "e");
  other.keep([entry("Fade")], 1);
  await Promise.all([one.kept(), other.kept()]);
  here.open.delete("other");
  assert.deepEqual(await labels(windowIn(here, "two")), []);
});

test("an edit that was saved after all isn't recovered again", async () => {
  const here = place();
  const gone = windowIn(here, "gone");
  gone.keep([entry("Move", "gone/1"), entry("Fade", "gone/2")], 1);
  await gone.kept();
  here.open.delete("gone");
  const saved = [{ revision: 2, client: "gone/1", patch: [] }];
  assert.deepEqual(await labels(windowIn(here, "next"), saved), ["Fade"]);
});

test("what is saved is forgotten, and so is what is a month old", async () => {
  const here = place();
  const one = windowIn(here, "one");
  one.keep([entry("Move")], 1);
  one.keep([], 2);
  await one.kept();
  assert.equal(here.shelf.kept.size, 0);
  one.keep([entry("Move")], 2);
  await one.kept();
  here.open.delete("one");
  here.now += 31 * DAY_MS;
  assert.deepEqual(await labels(windowIn(here, "two")), []);
  assert.equal(here.shelf.kept.size, 0);
});

test("a browser that keeps nothing doesn't hinder saving", async () => {
  const here = place();
  here.shelf.broken = true;
  const one = windowIn(here, "one");
  one.keep([entry("Move")], 1);
  await one.kept();
  assert.equal(one.works, false);
});

test("recovered edits are saved under their first key, on top of what others did since", async () => {
  const { clock, memory, one } = await scene();
  one.session.commit([put("a", "y", 3)], "Move");
  await clock.pass(1000);
  const edits = [{ label: "Move", patch: [put("a", "x", 5)], key: "gone/4" }];
  one.session.commitLate(edits, "Recovered edits");
  await clock.pass(1000);
  assert.deepEqual([memory.doc.layers[0]?.x, memory.doc.layers[0]?.y], [5, 3]);
  assert.equal(memory.history.at(-1)?.client, "gone/4");
  one.session.undo();
  assert.equal(one.session.doc.value.layers[0]?.x, 0);
});
