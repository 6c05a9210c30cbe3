import { Button } from './button.tsx';
import styles from './confirm-dialog.module.css';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly description: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that cannot be taken back. */
export const ConfirmDialog = (props: ConfirmDialogProps) => (
  <Dialog
    title={props.title}
    description={props.description}
    closeLabel={props.cancel}
    onClose={props.onCancel}
    role="alertdialog"
    narrow
  >
    <div class={styles.actions}>
      <Button onClick={props.onCancel}>{props.cancel}</Button>
      <Button tone="primary" onClick={props.onConfirm}>
        {props.confirm}
      </Button>
    </div>
  </Dialog>
);
