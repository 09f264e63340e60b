/** Properties of the document core: they hold for whatever people do and however the wires fail. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { act, Chance, change, emptyBody } from "../../../tests/editing/random.ts";
import { scene } from "../../../tests/editing/scene.ts";
import { Memory, VirtualClock, windowOn, type Window } from "../../../tests/editing/world.ts";
import { everyLayer } from "./tree.ts";
import type { Change, Doc } from "./types.ts";

test("any sequence of actions, undone to the end, gives the first document, and redone the last", async () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const [clock, chance] = [new VirtualClock(), new Chance(seed)];
    const memory = new Memory(emptyBody());
    for (let n = 0; n < 6; n += 1) memory.save(memory.revision, [change(chance, memory.doc, "s")], `s/${n}`);
    const { session } = windowOn(memory, clock, chance, "one");
    const first = structuredClone(session.doc.value);
    for (let n = 0; n < 25; n += 1) {
      act(chance, session, "w");
      if (chance.happens(0.3)) await clock.pass(chance.below(2000));
    }
    const last = structuredClone(session.doc.value);
    while (session.canUndo.value) session.undo();
    assert.deepEqual(session.doc.value, first, `seed ${seed}`);
    if (chance.happens(0.5)) await clock.pass(5000);
    while (session.canRedo.value) session.redo();
    while (session.canUndo.value) session.undo();
    assert.deepEqual(session.doc.value, first, `seed ${seed}, twice`);
    while (session.canRedo.value) session.redo();
    await clock.pass(5000);
    assert.deepEqual(session.replica.base, memory.doc, `seed ${seed}, saved`);
    assert.deepEqual(session.doc.value, memory.doc, `seed ${seed}, saved`);
    assert.equal(session.saveState.value.kind, "saved");
    // What was redone includes what had been undone at the end of the actions.
    assert.ok(last.layers.length <= session.doc.value.layers.length + 25);
  }
});

test("redo leads back to exactly what was undone", async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const { clock, one } = await scene(seed);
    const chance = new Chance(seed + 1000);
    const states: Doc[] = [one.session.doc.value];
    for (let n = 0; n < 12; n += 1) {
      one.session.commit([change(chance, one.session.doc.value, "w")], "Change");
      states.push(one.session.doc.value);
      if (chance.happens(0.2)) await clock.pass(400);
    }
    for (const state of states.slice(0, -1).reverse()) {
      one.session.undo();
      assert.deepEqual(one.session.doc.value, state);
    }
    for (const state of states.slice(1)) {
      one.session.redo();
      assert.deepEqual(one.session.doc.value, state);
    }
  }
});

/** The sets of one window that nothing of its own has overwritten. */
class Diary {
  readonly last = new Map<string, unknown>();

  note(window: Window): void {
    for (const { patch } of window.session.replica.entries) {
      for (const one of patch) {
        const over = one.op === "set" ? `${one.layer} ${one.field}.` : one.op === "remove" ? `${one.layer} ` : "-";
        for (const key of this.last.keys()) if (key.startsWith(over)) this.last.delete(key);
        if (one.op === "set" && !/^(recipe|strokes)/.test(one.field)) this.last.set(over.slice(0, -1), one.value);
      }
    }
  }
}

test("any two windows converge over wires that lose, repeat and reorder, and no edit is lost", async () => {
  for (let seed = 0; seed < 120; seed += 1) {
    const { clock, memory, one, two } = await scene(seed);
    const chance = new Chance(seed + 5000);
    const diaries = [new Diary(), new Diary()];
    const windows = [one, two];
    for (const { faults } of windows) Object.assign(faults, { request: 0.2, answer: 0.2, drop: 0.3, repeat: 0.3 });
    for (let n = 0; n < 30; n += 1) {
      const who = chance.below(2);
      const window = windows[who] as Window;
      act(chance, window.session, `w${who}`);
      diaries[who]?.note(window);
      window.faults.cut = chance.happens(0.2);
      await clock.pass(chance.below(700));
    }
    for (const { faults } of windows) Object.assign(faults, { request: 0, answer: 0, drop: 0, repeat: 0, cut: false });
    for (const { session } of windows) session.sync.look();
    await clock.pass(120_000);
    for (const { session } of windows) {
      assert.deepEqual(session.replica.entries, [], `seed ${seed}`);
      assert.equal(session.replica.revision, memory.revision);
      assert.deepEqual(session.doc.value, memory.doc, `seed ${seed}`);
    }
    const keys = memory.history.map((row) => row.client);
    assert.equal(new Set(keys).size, keys.length, "each save counts once");
    checkKept(memory, diaries, windows, seed);
  }
});

const written = (c: Change): string => (c.op === "set" ? `${c.layer} ${c.field} ${JSON.stringify(c.value)}` : "");

/** Each window's last word on a field was saved, and stands in the document or in the history, or
 * was shown as a conflict. */
function checkKept(memory: Memory, diaries: readonly Diary[], windows: readonly Window[], seed: number): void {
  const told = windows.flatMap((one) => one.session.conflicts);
  const saved = new Set([...memory.history.flatMap((row) => row.patch), ...told].map(written));
  const there = new Set([...everyLayer(memory.doc.layers)].map((one) => one.id).concat(""));
  for (const { last } of diaries) {
    for (const [key, value] of last) {
      if (!there.has(key.split(" ")[0] ?? "")) continue;
      assert.ok(saved.has(`${key} ${JSON.stringify(value)}`), `seed ${seed}: ${key}`);
    }
  }
}
