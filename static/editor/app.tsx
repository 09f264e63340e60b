/** The editor's regions. Each is a component of its own; this file only says where they are. */

import { Stage } from "./stage/stage.tsx";
import { announced } from "./ui/announce.ts";

export function App() {
  return (
    <>
      <Stage />
      <div class="visually-hidden" role="status" aria-live="polite">{announced.value}</div>
    </>
  );
}
