import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance } from "../../../tests/editing/random.ts";
import { put, scene } from "../../../tests/editing/scene.ts";
import { windowOn, type Window } from "../../../tests/editing/world.ts";
import { StudioError } from "../net/errors.ts";
import { MOST_STEPS } from "./history.ts";

const layerOf = (window: Window, id: string) => window.session.doc.value.layers.find((one) => one.id === id);

test("undo takes back one's own change and leaves what others changed since", async () => {
  const { clock, one, two } = await scene();
  one.session.commit([put("a", "x", 5), put("a", "y", 6)], "Move");
  await clock.pass(1000);
  two.session.commit([put("a", "x", 50), put("b", "x", 1)], "Move");
  await clock.pass(1000);
  one.session.undo();
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.y], [50, 0]);
  one.session.redo();
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.y], [50, 6]);
});

test("undo of an edit below which others came goes back to theirs", async () => {
  const { clock, one, two } = await scene();
  one.faults.cut = true;
  two.session.commit([put("a", "x", 50)], "Move");
  one.session.commit([put("a", "x", 5)], "Move");
  await clock.pass(1000);
  one.faults.cut = false;
  one.session.sync.look();
  await clock.pass(1000);
  assert.equal(layerOf(one, "a")?.x, 5);
  one.session.undo();
  assert.equal(layerOf(one, "a")?.x, 50);
});

test("it does so as well when the answer to the edit is the first to tell of theirs", async () => {
  const { clock, one, two } = await scene();
  one.faults.drop = 1;
  two.session.commit([put("a", "x", 50)], "Move");
  await clock.pass(1000);
  one.session.commit([put("a", "x", 5)], "Move");
  await clock.pass(1000);
  one.session.undo();
  assert.equal(layerOf(one, "a")?.x, 50);
});

test("an undo whose layer is gone is skipped and said", async () => {
  const { clock, one, two } = await scene();
  one.session.commit([put("a", "x", 5)], "Move");
  await clock.pass(1000);
  two.session.commit([{ op: "remove", layer: "a" }], "Delete");
  await clock.pass(1000);
  one.session.undo();
  assert.deepEqual(one.told, ["Skipped: Move. Others deleted the layer."]);
  assert.equal(one.session.canUndo.value, false);
  assert.equal(one.session.canRedo.value, false);
});

test("undo and redo are told, and restore what was selected", async () => {
  const { one } = await scene();
  one.session.selection.value = ["a"];
  one.session.commit([put("a", "x", 5)], "Move");
  one.session.selection.value = ["b"];
  one.session.undo();
  assert.deepEqual(one.session.selection.value, ["a"]);
  one.session.redo();
  assert.deepEqual(one.session.selection.value, ["b"]);
  assert.deepEqual(one.told, ["Undone: Move", "Redone: Move"]);
});

test("an edit of a layer that others deleted is a conflict, which offers to bring it back", async () => {
  const { clock, one, two } = await scene();
  one.faults.cut = true;
  one.session.commit([put("a", "name", "Dog")], "Rename");
  two.session.commit([{ op: "remove", layer: "a" }], "Delete");
  await clock.pass(1000);
  one.faults.cut = false;
  one.session.sync.look();
  await clock.pass(1000);
  const { kind, text, ways } = one.session.saveState.value;
  assert.deepEqual([kind, text], ["conflict", "Somebody deleted “Dog” while you changed it."]);
  ways?.[0]?.run();
  await clock.pass(1000);
  assert.equal(one.session.saveState.value.kind, "saved");
  assert.deepEqual([layerOf(one, "a")?.name, layerOf(two, "a")?.name], ["Dog", "Dog"]);
});

test("the states of saving: saving, offline, saved", async () => {
  const { clock, memory, one } = await scene();
  one.faults.cut = true;
  one.session.commit([put("a", "x", 5)], "Move");
  assert.equal(one.session.saveState.value.text, "Saving…");
  await clock.pass(2000);
  assert.equal(one.session.saveState.value.text, "Offline: edits are kept here");
  await assert.rejects(Promise.all([one.session.sync.flushed(), clock.pass(100)]));
  one.session.commit([put("a", "x", 6)], "Move");
  one.faults.cut = false;
  one.session.sync.wake();
  await clock.pass(500);
  assert.equal(one.session.saveState.value.text, "Saved");
  assert.equal(memory.doc.layers[0]?.x, 6);
});

test("a page that is left sends what only waited for its crash copy", async () => {
  const { clock, memory } = await scene();
  const { session } = windowOn(memory, clock, new Chance(1), "slow", () => new Promise(() => {}));
  session.commit([put("a", "x", 5)], "Move");
  await clock.pass(2000);
  assert.equal(memory.doc.layers[0]?.x, 0);
  session.sync.flush(true);
  await clock.pass(200);
  assert.equal(memory.doc.layers[0]?.x, 5);
});

test("the refused one of several edits stays here and says why; the others are saved", async () => {
  const { clock, memory, one, two } = await scene();
  memory.refuse = (patch) =>
    patch.some((c) => c.op === "set" && c.value === 7) ? new StudioError("bad", 400, "No opacity.") : null;
  one.session.commit([put("a", "x", 5)], "Move");
  one.session.commit([put("a", "opacity", 7)], "Fade");
  one.session.commit([put("b", "x", 6)], "Move");
  await clock.pass(3000);
  const { kind, text, ways } = one.session.saveState.value;
  assert.deepEqual([kind, text], ["failed", "Not saved: No opacity."]);
  assert.deepEqual([layerOf(two, "a")?.x, layerOf(two, "b")?.x, layerOf(one, "a")?.opacity], [5, 6, 7]);
  ways?.find((way) => way.label === "Undo the edit")?.run();
  await clock.pass(1000);
  assert.equal(one.session.saveState.value.kind, "saved");
  assert.deepEqual(one.session.doc.value, memory.doc);
});

test("one edit on which the server fails again and again doesn't hold up the others", async () => {
  const { clock, memory, one, two } = await scene();
  memory.refuse = (patch) =>
    patch.some((c) => c.op === "set" && c.value === 7) ? new StudioError("internal", 500, "It failed.") : null;
  one.session.commit([put("a", "opacity", 7)], "Fade");
  one.session.commit([put("a", "x", 5)], "Move");
  await clock.pass(2000);
  assert.equal(one.session.saveState.value.text, "The studio is busy: edits are kept here");
  await clock.pass(120_000);
  assert.equal(one.session.saveState.value.text, "Not saved: It failed.");
  assert.equal(layerOf(two, "a")?.x, 5);
});

test("undoing an edit that the server refused just forgets it", async () => {
  const { clock, memory, one } = await scene();
  memory.refuse = (patch) =>
    patch.some((c) => c.op === "set" && c.value === 7) ? new StudioError("bad", 400, "No opacity.") : null;
  one.session.commit([put("a", "opacity", 7)], "Fade");
  await clock.pass(3000);
  assert.equal(one.session.saveState.value.kind, "failed");
  one.session.undo();
  assert.deepEqual([one.session.saveState.value.kind, layerOf(one, "a")?.opacity], ["saved", 1]);
  assert.deepEqual(one.told, ["Undone: Fade"]);
});

test("the list of selected layers stays the same object while its layers do", async () => {
  const { one } = await scene();
  one.session.selection.value = ["a"];
  const before = one.session.selected.value;
  one.session.commit([put("b", "x", 5)], "Move");
  assert.equal(one.session.selected.value, before);
  one.session.commit([put("a", "x", 5)], "Move");
  assert.equal(one.session.selected.value[0]?.x, 5);
});

test("edits within a moment are one save, and equal merges one step", async () => {
  const { clock, memory, one } = await scene();
  const before = memory.revision;
  for (let x = 1; x <= 5; x += 1) one.session.commit([put("a", "x", x)], "Nudge", "nudge");
  await clock.pass(1000);
  assert.equal(memory.revision, before + 1);
  assert.deepEqual(memory.history.at(-1)?.patch, [put("a", "x", 5)]);
  one.session.undo();
  assert.equal(layerOf(one, "a")?.x, 0);
});

test("what others change leaves the other layers the very same objects", async () => {
  const { clock, one, two } = await scene();
  const before = layerOf(one, "b");
  one.session.commit([put("b", "x", 3)], "Move");
  const own = layerOf(one, "b");
  two.session.commit([put("a", "x", 3)], "Move");
  await clock.pass(2000);
  assert.notEqual(before, own);
  assert.equal(layerOf(one, "b"), own);
  assert.equal(layerOf(one, "a")?.x, 3);
});

test("a gesture goes on while others change the document, and is one step", async () => {
  const { clock, memory, one, two } = await scene();
  const drag = one.session.gesture("Drag");
  drag.update([put("a", "x", 1)]);
  two.session.commit([put("a", "name", "Cat"), put("b", "x", 9)], "Change");
  await clock.pass(1000);
  drag.update([put("a", "x", 2)]);
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.name, layerOf(one, "b")?.x], [2, "Cat", 9]);
  assert.equal(memory.doc.layers[0]?.x, 0);
  drag.done();
  one.session.undo();
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.name], [0, "Cat"]);
  const other = one.session.gesture("Drag");
  other.update([put("a", "x", 7)]);
  other.cancel();
  assert.equal(layerOf(one, "a")?.x, 0);
});

test("what follows from a gesture is undone with it, unless something else was done since", async () => {
  const { clock, one } = await scene();
  const write = (x: number) => {
    const writing = one.session.gesture("Write", "text");
    writing.update([put("a", "x", x)]);
    writing.done();
  };
  write(1);
  await clock.pass(4000);
  one.session.commit([put("a", "width", 33)], "Write", "text");
  one.session.undo();
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.width === 33], [0, false]);
  write(2);
  one.session.commit([put("b", "x", 5)], "Move");
  one.session.commit([put("a", "width", 33)], "Write", "text");
  one.session.undo();
  assert.deepEqual([layerOf(one, "a")?.x, layerOf(one, "a")?.width === 33, layerOf(one, "b")?.x], [2, false, 5]);
});

test("the list of steps is bounded", async () => {
  const { one } = await scene();
  for (let x = 0; x < MOST_STEPS + 20; x += 1) one.session.commit([put("a", "x", x)], "Move");
  let count = 0;
  for (; one.session.canUndo.value; count += 1) one.session.undo();
  assert.equal(count, MOST_STEPS);
});

test("a document in the trash, deleted or of somebody signed out says so and keeps the edits", async () => {
  for (const [status, words] of [[401, "signed out"], [403, "too old"], [404, "deleted"], [410, "deleted"]] as const) {
    const { clock, memory, one } = await scene();
    memory.refuse = () => new StudioError("no", status, "No.");
    one.session.commit([put("a", "x", 5)], "Move");
    await clock.pass(1000);
    assert.equal(one.session.saveState.value.kind, "failed");
    assert.match(one.session.saveState.value.text, new RegExp(words));
    memory.refuse = () => null;
    one.session.sync.wake();
    await clock.pass(1000);
    assert.equal(one.session.saveState.value.kind, "saved");
    assert.equal(memory.doc.layers[0]?.x, 5);
  }
});
