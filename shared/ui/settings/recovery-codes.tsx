import { For } from 'solid-js';
import { save } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import form from '../kit/dialog-form.module.css';
import { CopyButton } from './copy-button.tsx';
import styles from './second-factor.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  /** What has just been done. */
  readonly news: string;
  readonly onKept: () => void;
}

/** What a person keeps for when the authenticator app is gone: shown this once. */
export const RecoveryCodes = (props: RecoveryCodesProps) => {
  const { words } = useUi();
  const asText = () => props.codes.join('\n');
  return (
    <div class={form.form}>
      <p role="status">{props.news}</p>
      <p>{words().ownAccount.recoveryCodesHint}</p>
      <ul class={styles.codes} aria-label={words().ownAccount.recoveryCodes} translate="no">
        <For each={props.codes}>{(one) => <li>{one}</li>}</For>
      </ul>
      <div class={form.actions}>
        <CopyButton text={asText()} label={words().ownAccount.copyRecoveryCodes} />
        <Button onClick={() => save({ blob: new Blob([`${asText()}\n`]), name: 'tincan-recovery-codes.txt' })}>
          {words().ownAccount.saveRecoveryCodes}
        </Button>
        <Button tone="primary" onClick={props.onKept}>
          {words().ownAccount.kept}
        </Button>
      </div>
    </div>
  );
};
