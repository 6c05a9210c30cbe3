import { createSignal } from 'solid-js';
import type { RelayFacts } from '#shared/protocol/account-api.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import styles from './account.module.css';
import { relayOrigin } from './credentials.ts';

/** Asks which relay, asks the browser for access to it, and asks the relay whether it is one. */
export const RelayForm = (props: { readonly onRelay: (relay: string, facts: RelayFacts) => void }) => {
  const { client, host, words } = useUi();
  const [address, setAddress] = createSignal('');
  const [problem, setProblem] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  const connect = async (relay: string) => {
    // Browsers ask for permission only within the click, so nothing may be awaited before it.
    const allowed = await host.allowRelay?.(relay);
    if (allowed && !allowed.ok) return setProblem(words().reasons[allowed.reason]);
    const facts = await client.account.probe(relay);
    return facts.ok ? props.onRelay(relay, facts.value) : setProblem(words().reasons[facts.reason]);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const relay = relayOrigin(address());
    if (relay === undefined) return void setProblem(words().account.relayWrong);
    setProblem(undefined);
    setBusy(true);
    await connect(relay);
    setBusy(false);
  };

  return (
    <form class={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={words().account.relay}
        hint={words().account.relayHint}
        type="url"
        inputMode="url"
        autocomplete="url"
        autofocus
        value={address()}
        onInput={setAddress}
        error={problem()}
      />
      <Button type="submit" tone="primary" wide busy={busy()}>
        {words().account.connect}
      </Button>
    </form>
  );
};
