import { useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { SetupCheck } from './setup-check.tsx';

/** The setup check over the settings. Load it on demand. */
export const SetupCheckDialog = (props: { readonly onClose: () => void }) => {
  const { words } = useUi();
  return (
    <Dialog title={words().admin.setupCheck} closeLabel={words().common.close} onClose={props.onClose}>
      <SetupCheck />
    </Dialog>
  );
};
