import type { IncomingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Dialog } from '../kit/dialog.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import styles from './call.module.css';
import { CallerFace } from './caller-face.tsx';

/** Someone calls. Closing it neither answers nor declines: the ring goes on in the bar. */
export const RingDialog = (props: { readonly call: IncomingCall; readonly onClose: () => void }) => {
  const { state, words } = useUi();
  let likely: HTMLButtonElement | undefined;
  const name = () => nameOf(state(), props.call.person);
  return (
    <Dialog
      title={words().call.incoming(name(), props.call.media)}
      closeLabel={words().common.close}
      onClose={props.onClose}
      narrow
      stays
      focusOn={() => likely}
    >
      <div class={styles.ring}>
        <CallerFace call={props.call} />
        <AnswerButtons
          call={props.call}
          likely={(button) => {
            likely = button;
          }}
        />
      </div>
    </Dialog>
  );
};
