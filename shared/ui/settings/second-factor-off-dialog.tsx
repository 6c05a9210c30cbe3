import { done, type Outcome } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { ProofForm } from './proof-form.tsx';

/** Asks for the password and a code, a last time. Load it on demand. */
export const SecondFactorOffDialog = (props: { readonly onClose: () => void }) => {
  const { client, words } = useUi();

  const turnOff = async (password: string, code: string): Promise<Outcome> => {
    const turned = await client.account.turnOffSecondFactor(password, code);
    // Somebody has turned it off meanwhile.
    if (!turned.ok && turned.reason !== 'not_found') return turned;
    props.onClose();
    return done;
  };

  return (
    <Dialog
      title={words().ownAccount.turnOffAsks}
      description={words().ownAccount.turnOffHint}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
    >
      <ProofForm submit={words().ownAccount.turnOff} ends act={turnOff} onCancel={props.onClose} />
    </Dialog>
  );
};
