import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import styles from './verification.module.css';
import { VerifyDialog } from './verify-dialog.tsx';

/**
 * In the chat, where somebody goes by another identity than before: `offered` in place of one that was verified, so that
 * nothing can be sent until the person decides, or `replaced`, to be known. Load it on demand.
 */
export const IdentityChange = (props: { readonly person: AccountId; readonly standing: 'offered' | 'replaced' }) => {
  const { client, state, words } = useUi();
  const [verifying, setVerifying] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const name = () => nameOf(state(), props.person);
  /** As it comes, without having compared. */
  const take = async () => {
    setBusy(true);
    const compared = await client.verification.compare(props.person);
    const outcome = compared.ok
      ? await client.verification.decide(props.person, compared.value.identityKey, false)
      : compared;
    setBusy(false);
    setRefusal(outcome.ok ? undefined : outcome.reason);
  };

  return (
    <div class={styles.change}>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Banner
        urgency={props.standing === 'offered' ? 'alert' : 'polite'}
        actions={
          <>
            <Button tone="primary" onClick={() => setVerifying(true)}>
              {props.standing === 'offered' ? words().verification.again : words().verification.open(name())}
            </Button>
            <Button busy={busy()} onClick={() => void take()}>
              {props.standing === 'offered' ? words().verification.anyway : words().verification.understood}
            </Button>
          </>
        }
      >
        <Show when={props.standing === 'offered'} fallback={words().verification.replaced(name())}>
          <strong>{words().verification.changed(name())}</strong> {words().verification.changedHint(name())}
        </Show>
      </Banner>
      <Show when={verifying()}>
        <VerifyDialog person={props.person} onClose={() => setVerifying(false)} />
      </Show>
    </div>
  );
};
