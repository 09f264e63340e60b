/** What stands once on every page of batches: menus, and what screen readers hear. */

import { announced } from "../../editor/ui/announce.ts";
import { MenuHost } from "../../editor/ui/menu.tsx";

export function Once() {
  return (
    <>
      <MenuHost />
      <p class="visually-hidden" role="status" aria-live="polite">{announced.value}</p>
    </>
  );
}
