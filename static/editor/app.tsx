/** The editor's regions. Each is a component of its own; this file only says where they are. */

import { useEffect } from "preact/hooks";
import { effect } from "@preact/signals";
import { registerAll } from "./actions/all.ts";
import { openContextMenu } from "./actions/context_menu.ts";
import { listenToKeys } from "./actions/keyboard.ts";
import { listenToClipboard } from "./actions/pasting.ts";
import { documentName } from "./document/store.ts";
import { count } from "./panels/photo_list.ts";
import { Photos } from "./panels/photos.tsx";
import { SidePanel } from "./panels/side.tsx";
import { ShareDialog } from "./share/dialog.tsx";
import { Banner } from "./shell/banner.tsx";
import { BottomSheet } from "./shell/bottom_sheet.tsx";
import { ContextBar } from "./shell/context_bar.tsx";
import { dropping, listenToDrops } from "./shell/drops.ts";
import { ToolRail } from "./shell/rail.tsx";
import { Shortcuts } from "./shell/shortcuts.tsx";
import { StatusBar } from "./shell/status.tsx";
import { TopBar } from "./shell/top.tsx";
import { Welcome } from "./shell/welcome.tsx";
import { menuAt } from "./stage/menu.ts";
import { Stage } from "./stage/stage.tsx";
import { phone, showsPhotos, showsSide, tiny } from "./state/shell.ts";
import { announced } from "./ui/announce.ts";
import { MenuHost } from "./ui/menu.tsx";

registerAll();

/** Everything that listens to the whole window. */
function listened(): () => void {
  const ends = [
    listenToKeys(),
    listenToClipboard(),
    listenToDrops(),
    effect(() => {
      const at = menuAt.value;
      if (!at) return;
      menuAt.value = null;
      openContextMenu(at);
    }),
  ];
  return () => ends.forEach((end) => end());
}

export function App() {
  useEffect(listened, []);
  return (
    <>
      {tiny.value ? <TooSmall /> : null}
      <Desk />
      <Shortcuts />
      <ShareDialog />
      <MenuHost />
      <div class="visually-hidden" role="status" aria-live="polite">{announced.value}</div>
    </>
  );
}

function Count() {
  return count.value ? <span class="chip">{count.value}</span> : null;
}

function Desk() {
  const look = ["desk", phone.value && "phone", showsPhotos.value && "with-photos", showsSide.value && "with-side"];
  return (
    <div class={look.filter(Boolean).join(" ")}>
      <h1 class="visually-hidden">{documentName.value || "Document"}</h1>
      <TopBar />
      {phone.value ? null : <ToolRail />}
      {showsPhotos.value ? <aside class="library" aria-label="Photos"><h2>Photos <Count /></h2><Photos /></aside> : null}
      <div class={dropping.value ? "stage-area dropping" : "stage-area"}>
        <Stage />
        {phone.value ? null : <ContextBar />}
        <Banner />
        <Welcome />
      </div>
      {phone.value ? <BottomSheet /> : <StatusBar />}
      {showsSide.value ? <SidePanel /> : null}
    </div>
  );
}

/** The work goes on behind it; nothing is lost. */
function TooSmall() {
  return (
    <div class="too-small" role="status">
      <h1>This window is too small</h1>
      <p>Make it larger, or turn the device, to go on. Your work is kept.</p>
    </div>
  );
}
