import { createResource, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { DeviceRing } from '#shared/client/client.ts';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import { useUi } from '../../frame/ui.ts';
import { Banner } from '../../kit/banner.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { DeviceRingRow } from './device-ring-row.tsx';
import { SILENT_MS } from './fixes.ts';
import styles from './ring-test.module.css';

/** Between two looks at what has come of it. */
const LOOK_MS = 500;
/** A push that takes longer would have been too late for many a call. */
const LASTS_MS = 30_000;

/** Rings one's own devices, and tells live what comes of it. Load it on demand. */
export const RingTestDialog = (props: { readonly onClose: () => void }) => {
  const { client, state, words } = useUi();
  const [sessions] = createResource(() => client.account.sessions());
  const [rings, setRings] = createSignal<readonly DeviceRing[]>([]);
  const [waited, setWaited] = createSignal(0);
  const [running, setRunning] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  let looking: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  const taken = <Value,>(outcome: Outcome<Value>): Value | undefined => {
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (!outcome.ok) setRunning(false);
    return outcome.ok ? outcome.value : undefined;
  };
  const look = async (test: string, since: number, own: number): Promise<void> => {
    const answer = await client.ringTest.result(test);
    // Another test has begun meanwhile, or nobody looks any more.
    if (own !== run) return;
    const found = taken(answer);
    if (!found) return;
    setRings(found);
    setWaited(performance.now() - since);
    if (waited() < LASTS_MS) looking = setTimeout(() => void look(test, since, own), LOOK_MS);
    else setRunning(false);
  };
  const begin = async () => {
    clearTimeout(looking);
    run += 1;
    const own = run;
    setRunning(true);
    setWaited(0);
    const since = performance.now();
    const begun = await client.ringTest.begin();
    if (own !== run) return;
    const test = taken(begun);
    if (test !== undefined) await look(test, since, own);
  };
  onMount(() => void begin());
  onCleanup(() => {
    run += 1;
    clearTimeout(looking);
  });

  const nameOf = (device: string) => {
    const answer = sessions.latest;
    const found = answer?.ok ? answer.value.find((session) => session.device === device) : undefined;
    return found?.device_name ?? device.slice(0, 8);
  };
  const own = () => {
    const { session } = state();
    return session.state === 'signed-in' ? session.device : undefined;
  };

  return (
    <Dialog
      title={words().ringTest.title}
      description={words().ringTest.hint}
      closeLabel={words().common.close}
      onClose={props.onClose}
    >
      <div class={styles.content}>
        <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
        <ul class={styles.devices} aria-live="polite" aria-busy={running()}>
          <For each={rings().map(({ device }) => device)}>
            {(device) => (
              <Show when={rings().find((ring) => ring.device === device)}>
                {(ring) => (
                  <DeviceRingRow ring={ring()} name={nameOf(device)} own={device === own()} waited={waited()} />
                )}
              </Show>
            )}
          </For>
        </ul>
        <Button busy={running() && waited() < SILENT_MS} onClick={() => void begin()}>
          {words().ringTest.again}
        </Button>
      </div>
    </Dialog>
  );
};
