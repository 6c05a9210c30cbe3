import { createResource, createSignal, For, Show } from 'solid-js';
import type { Comparison } from '#shared/core/identity/comparison.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { VerifiedIcon } from '../kit/icons.ts';
import { lazily } from '../kit/lazily.ts';
import { QrCode } from '../kit/qr-code.tsx';
import styles from './verification.module.css';

const CodeScan = lazily(() => import('./code-scan.tsx'), 'CodeScan');

interface VerifyDialogProps {
  readonly person: AccountId;
  readonly onClose: () => void;
}

/** Digits and a code that two people hold against each other. Load it on demand. */
export const VerifyDialog = (props: VerifyDialogProps) => {
  const { client, host, state, words } = useUi();
  const name = () => nameOf(state(), props.person);
  const [compared] = createResource(() => client.verification.compare(props.person));
  const [refusal, setRefusal] = createSignal<Reason>();
  const [scanning, setScanning] = createSignal(false);
  /** The focus comes back to what began the scan. */
  let stopped = false;
  const comparison = () => {
    const answer = compared.latest;
    return answer?.ok ? answer.value : undefined;
  };
  const problem = () => {
    const answer = compared.latest;
    return refusal() ?? (answer && !answer.ok ? answer.reason : undefined);
  };
  const verified = () => state().identity.people.get(props.person) === 'verified';
  const decide = async ({ account, identityKey }: Comparison, isVerified: boolean) => {
    const outcome = await client.verification.decide(account, identityKey, isVerified);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };

  return (
    <Dialog
      title={words().verification.title(name())}
      description={words().verification.hint(name())}
      closeLabel={words().common.close}
      onClose={props.onClose}
    >
      <Show when={problem()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={comparison()} fallback={<Show when={!problem()}>{words().verification.comparing}</Show>}>
        {(shown) => (
          <div class={styles.comparison}>
            <Show when={scanning()} fallback={<QrCode text={shown().shows} label={words().verification.code} />}>
              <CodeScan
                name={name()}
                expects={shown().expects}
                onFits={() => void decide(shown(), true)}
                onClose={() => {
                  stopped = true;
                  setScanning(false);
                }}
              />
            </Show>
            <ol class={styles.digits} aria-label={words().verification.digits}>
              <For each={shown().digits}>{(group) => <li>{group}</li>}</For>
            </ol>
            <Show when={verified()}>
              <p class={styles.verified} role="status">
                <VerifiedIcon size={20} />
                {words().verification.isVerified(name())}
              </p>
            </Show>
            <div class={styles.actions}>
              {/* A popup closes when the browser asks for the camera. */}
              <Show when={!scanning() && host.kind !== 'popup'}>
                <Button
                  ref={(element) => stopped && queueMicrotask(() => element.focus())}
                  onClick={() => setScanning(true)}
                >
                  {words().verification.scan(name())}
                </Button>
              </Show>
              {/* One button, so that it keeps the focus. */}
              <Button tone={verified() ? 'plain' : 'primary'} onClick={() => void decide(shown(), !verified())}>
                {verified() ? words().verification.unmark : words().verification.mark}
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
};
