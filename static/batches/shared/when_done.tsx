/** Whom a batch tells when it is done: an address, the secret that signs, how it went last. */

import { useEffect, useRef, useState } from "preact/hooks";
import copyIcon from "lucide-static/icons/copy.svg";
import { complain } from "../../base/toast.ts";
import { StudioError } from "../../editor/net/errors.ts";
import { events } from "../../editor/net/events.ts";
import { Button } from "../../editor/ui/button.tsx";
import { change } from "./api.ts";
import { deliveryWords } from "./deliveries.ts";
import { hook as askHook, newSecret, type Hook } from "./hook_api.ts";

export interface WhenDoneProps {
  /** null: the batch isn't made yet. */
  readonly id: string | null;
  /** The batch's id; makes the batch when it isn't there. */
  readonly ensure: () => Promise<string>;
}

const NOTHING: Hook = { hook: "", delivery: null };

export function WhenDone({ id, ensure }: WhenDoneProps) {
  const [told, setTold] = useState<Hook | null>(id === null ? NOTHING : null);
  const [typed, setTyped] = useState<string | null>(null);
  const [secret, setSecret] = useState("");
  const [fault, setFault] = useState<StudioError | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = useRef(0);
  const look = (): void => {
    if (id === null) return;
    const mine = ++turn.current;
    // An answer from before the address was changed tells of the old one.
    askHook(id).then((found) => { if (mine === turn.current) setTold(found); }, complain);
  };
  useEffect(look, [id]);
  useEffect(() => events.on("job", (job) => { if (job.kind === "batch-hook") look(); }), [id]);

  const held = told?.hook ?? "";
  const address = typed ?? held;
  const run = async (work: (batch: string) => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await work(await ensure());
    } catch (error) {
      if (error instanceof StudioError) setFault(error);
      else complain(error);
    } finally {
      setBusy(false);
    }
  };
  const keep = (): Promise<void> => run(async (batch) => {
    const now = await change(batch, { hook: address.trim() });
    turn.current += 1;
    setTyped(null);
    setTold({ hook: now.hook, delivery: told?.delivery ?? null });
    if (held === "" && now.hook !== "") setSecret(await newSecret(batch));
    if (now.hook === "") setSecret("");
  });
  const renew = (): Promise<void> => run(async (batch) => setSecret(await newSecret(batch)));

  return (
    <form class="when-done" noValidate onSubmit={(event) => { event.preventDefault(); void keep(); }}>
      <p class="quiet">An address of yours is told when all photos are done, signed with a secret. <a href="/docs/batches#webhooks">How to read it</a></p>
      <label class="told-address">
        <span>Address</span>
        <input class="field" type="url" inputMode="url" placeholder="https://" maxLength={2000} autocomplete="off" spellcheck={false} value={address}
          disabled={told === null} aria-invalid={fault !== null} onInput={(event) => { setTyped(event.currentTarget.value); setFault(null); }} />
      </label>
      {fault ? <p class="notice bad" role="alert"><strong>{fault.message}</strong>{fault.remedy}</p> : null}
      {secret ? <Secret secret={secret} /> : null}
      {held ? <Last told={told ?? NOTHING} /> : null}
      <p class="told-acts">
        <button type="submit" class="btn" disabled={busy || told === null || address.trim() === held}>{held !== "" && address.trim() === "" ? "Tell nobody" : "Save the address"}</button>
        {held ? <Button ghost label="New secret" disabled={busy} onClick={() => void renew()} /> : null}
      </p>
    </form>
  );
}

function Secret({ secret }: { secret: string }) {
  const [copied, setCopied] = useState("");
  const copy = (): void => {
    navigator.clipboard.writeText(secret).then(() => setCopied("Copied."), () => setCopied("Select it and copy it yourself."));
  };
  return (
    <div class="told-secret">
      <label><span>Secret</span>
        <input class="field" readOnly value={secret} onFocus={(event) => event.currentTarget.select()} /></label>
      <Button bare ghost={false} label="Copy the secret" icon={copyIcon} onClick={copy} />
      <p class="quiet" role="status">{copied} It is shown only now. One from before signs nothing any more.</p>
    </div>
  );
}

function Last({ told }: { told: Hook }) {
  const { text, tone } = deliveryWords(told.delivery);
  return <p class="told-last" role="status"><span class={`chip ${tone}`}>Last time</span> <span>{text}</span></p>;
}
