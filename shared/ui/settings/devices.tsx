import { createResource, createSignal, For, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { createNow } from '../frame/now.ts';
import { useUi } from '../frame/ui.ts';
import { Unfetched } from '../frame/unfetched.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { agoWords } from '../strings/long-moments.ts';
import styles from './settings.module.css';

const LinkByCode = lazily(() => import('../identity/link-by-code.tsx'), 'LinkByCode');

/** The devices on which the account is signed in, and whether its owner has confirmed them. */
export const Devices = () => {
  const { client, state, words } = useUi();
  const now = createNow(60_000);
  const [refusal, setRefusal] = createSignal<Reason>();
  const [linking, setLinking] = createSignal(false);
  const [revoking, setRevoking] = createSignal<string>();
  const [sessions, { refetch }] = createResource(
    // Others wait now, or this one has been confirmed.
    () => [state().identity.device, ...state().identity.waiting].join(),
    () => client.account.sessions(),
  );
  const standing = (device: string, current: boolean): 'confirmed' | 'unconfirmed' | undefined => {
    const { device: own, waiting } = state().identity;
    if (own === 'unknown' || (own === 'unconfirmed' && !current)) return undefined;
    return (current ? own === 'confirmed' : !waiting.includes(device)) ? 'confirmed' : 'unconfirmed';
  };
  const list = () => {
    const answer = sessions.latest;
    return answer?.ok ? answer.value : undefined;
  };
  const problem = () => {
    const answer = sessions.latest;
    return refusal() ?? (answer && !answer.ok ? answer.reason : undefined);
  };
  const revoke = async (session: string) => {
    setRevoking(session);
    const outcome = await client.identity.remove(session);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (outcome.ok) await refetch();
    setRevoking(undefined);
  };

  return (
    <section class={styles.section} aria-labelledby="devices">
      <h2 id="devices">{words().settings.devices}</h2>
      <p class={styles.soft}>{words().settings.devicesHint}</p>
      <Unfetched reason={problem()} onAgain={() => refetch()} />
      <Show when={list()} fallback={<Show when={sessions.loading}>{words().common.loading}</Show>}>
        {(found) => (
          <ul class={styles.devices}>
            <For each={found()}>
              {(session) => (
                <li class={styles.line} aria-label={session.device_name}>
                  <p class={styles.grow}>
                    {session.device_name}
                    <br />
                    <span class={styles.soft}>
                      {session.current
                        ? words().settings.thisDevice
                        : words().settings.lastUsed(agoWords(session.last_used_at, now(), words()))}
                    </span>
                    <Show when={standing(session.device, session.current)}>
                      {(known) => (
                        <>
                          <br />
                          <span class={known() === 'confirmed' ? styles.soft : styles.warn}>
                            {words().settings.standings[known()]}
                          </span>
                        </>
                      )}
                    </Show>
                  </p>
                  <Show when={state().identity.waiting.includes(session.device)}>
                    <Button
                      tone="primary"
                      label={words().identity.confirmDevice(session.device_name)}
                      onClick={() => client.identity.confirm(session.device)}
                    >
                      {words().identity.confirm}
                    </Button>
                  </Show>
                  <Show when={!session.current}>
                    <Button
                      label={words().settings.revoke(session.device_name)}
                      busy={revoking() === session.id}
                      onClick={() => void revoke(session.id)}
                    >
                      {words().settings.revokeShort}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={state().identity.device === 'confirmed'}>
        <Button onClick={() => setLinking(true)}>{words().identity.linkByCode}</Button>
      </Show>
      <Show when={linking()}>
        <LinkByCode onClose={() => setLinking(false)} />
      </Show>
    </section>
  );
};
