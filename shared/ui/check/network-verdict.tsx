import { createResource, For, Show } from 'solid-js';
import { verdictOf, type Ways } from '#shared/core/network/verdict.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './check.module.css';

const WAYS = ['stun', 'turnUdp', 'turnTcp'] as const satisfies readonly (keyof Ways)[];

interface Found {
  readonly ways: Ways;
  /** Milliseconds; missing where the relay cannot be reached. */
  readonly relay?: number;
}

/** What the network of this place lets through. */
export const NetworkVerdict = () => {
  const { client, state, words } = useUi();
  /** By the second of two questions: the first one may have to make a connection. */
  const relayTakes = async (): Promise<number | undefined> => {
    const { session } = state();
    if (session.state !== 'signed-in') return undefined;
    await client.account.probe(session.relay);
    const asked = performance.now();
    const { ok } = await client.account.probe(session.relay);
    return ok ? performance.now() - asked : undefined;
  };
  const look = async (): Promise<Found | undefined> => {
    const senses = await client.senses();
    if (!senses) return undefined;
    const [relay, ways] = await Promise.all([relayTakes(), senses.tryWays(await client.call.iceServers())]);
    return { ways, ...(relay !== undefined && { relay }) };
  };
  const [found, { refetch }] = createResource(look);
  return (
    <section class={styles.part} aria-labelledby="check-network">
      <h3 id="check-network">{words().check.network}</h3>
      <p role="status">
        <Show when={!found.loading} fallback={words().check.trying}>
          <Show when={found()} fallback={words().reasons.offline}>
            {(now) =>
              now().relay === undefined ? words().reasons.offline : words().check.verdicts[verdictOf(now().ways)]
            }
          </Show>
        </Show>
      </p>
      <Show when={!found.loading && found()}>
        {(now) => (
          <dl class={styles.ways}>
            <Show when={now().relay !== undefined}>
              <div>
                <dt>{words().check.relay}</dt>
                <dd>{words().check.ms(Math.round(now().relay ?? 0))}</dd>
              </div>
            </Show>
            <For each={WAYS}>
              {(way) => (
                <div>
                  <dt>{words().check[way]}</dt>
                  <dd data-way={now().ways[way]}>{words().check.ways[now().ways[way]]}</dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Show>
      <Button busy={found.loading} onClick={() => void refetch()}>
        {words().check.again}
      </Button>
    </section>
  );
};
