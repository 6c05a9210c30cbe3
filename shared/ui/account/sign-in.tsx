import { createSignal, onMount, Show } from 'solid-js';
import type { RelayFacts } from '#shared/protocol/account-api.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Logo } from '../kit/logo.tsx';
import styles from './account.module.css';
import { AccountForm } from './account-form.tsx';
import { RelayForm } from './relay-form.tsx';

/** The first screen of someone who is not signed in: which relay, where that is not given, then who. */
export const SignIn = () => {
  const { client, host, state, words } = useUi();
  const [relay, setRelay] = createSignal(host.relay);
  const [facts, setFacts] = createSignal<RelayFacts>();
  const revoked = () => {
    const session = state().session;
    return session.state === 'signed-out' && session.ended === 'revoked';
  };

  onMount(async () => {
    if (host.relay === undefined) return;
    const answer = await client.account.probe(host.relay);
    if (answer.ok) setFacts(answer.value);
  });

  return (
    <main class={styles.page}>
      <div class={styles.card}>
        <header class={styles.brand}>
          <Logo size={64} />
          <h1 class={styles.title}>Tincan</h1>
          <p class={styles.tagline}>{words().account.tagline}</p>
        </header>
        <Show when={revoked()}>
          <Banner>{words().account.revoked}</Banner>
        </Show>
        <Show when={!isSecureContext}>
          <Banner urgency="alert">{words().account.insecure}</Banner>
        </Show>
        <Show
          when={relay()}
          fallback={
            <RelayForm
              onRelay={(address, found) => {
                setFacts(found);
                setRelay(address);
              }}
            />
          }
        >
          {(address) => (
            <>
              <Show when={host.relay === undefined}>
                <p class={styles.change}>
                  {words().account.at(address())}
                  <Button tone="quiet" onClick={() => setRelay(undefined)}>
                    {words().account.changeRelay}
                  </Button>
                </p>
              </Show>
              <AccountForm relay={address()} facts={facts()} />
            </>
          )}
        </Show>
      </div>
    </main>
  );
};
