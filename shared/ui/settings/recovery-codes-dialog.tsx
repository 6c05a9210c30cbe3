import { createSignal, Show } from 'solid-js';
import { done, type Outcome } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { ProofForm } from './proof-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Other recovery codes in place of those there are. Load it on demand. */
export const RecoveryCodesDialog = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();
  const [codes, setCodes] = createSignal<readonly string[]>();

  const renew = async (password: string, code: string): Promise<Outcome> => {
    const renewed = await client.account.renewRecoveryCodes(password, code);
    if (renewed.ok) setCodes(renewed.value);
    else if (renewed.reason !== 'not_found') return renewed;
    // Somebody has turned it off meanwhile.
    else props.onClose();
    return done;
  };

  return (
    <Dialog
      title={words().ownAccount.newRecoveryCodes}
      description={codes() ? undefined : words().ownAccount.newRecoveryCodesHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      stays
      narrow
    >
      <Show
        when={codes()}
        fallback={<ProofForm submit={words().ownAccount.renewRecoveryCodes} act={renew} onCancel={props.onClose} />}
      >
        {(made) => (
          <RecoveryCodes codes={made()} news={words().ownAccount.recoveryCodesRenewed} onKept={props.onClose} />
        )}
      </Show>
    </Dialog>
  );
};
