import { Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Transfer } from '#shared/core/files/transfers.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import type { Words } from '../strings/en.ts';
import { shareWords } from '../strings/sizes.ts';
import type { MessageFile } from './opened.ts';
import styles from './transfer.module.css';

export interface FileProps {
  readonly message: Message;
  readonly attachment: Attachment;
  readonly mine: boolean;
  readonly file: MessageFile;
}

/** Own, and not at the relay yet: this context, or another one, is taking it there. */
export const isLeaving = ({ message, attachment, mine }: FileProps): boolean =>
  mine && attachment.blob === '' && message.delivery.state === 'queued';

type Running = Extract<Transfer, { state: 'up' | 'down' }>;

export const runningOf = ({ file }: FileProps): Running | undefined => {
  const transfer = file.transfer();
  return transfer && transfer.state !== 'failed' ? transfer : undefined;
};

const failureWords = (reason: Reason, words: Words): string => {
  if (reason === 'not_found') return words.attachment.expired;
  return reason === 'unsealable' ? words.attachment.damaged : words.attachment.notFetched(words.reasons[reason]);
};

/** How far a file has come, with the way to stop it; nothing where it is not on its way. */
export const TransferBar = (props: FileProps) => {
  const { client, words } = useUi();
  const running = () => runningOf(props);
  const label = () => {
    const transfer = running();
    if (!transfer) return words().attachment.waiting;
    const share = shareWords(transfer.bytes, transfer.of, words());
    return transfer.state === 'up' ? words().attachment.uploading(share) : words().attachment.downloading(share);
  };
  const cancel = () => (isLeaving(props) ? client.chat.discard(props.message.id) : client.files.stop(props.message));
  return (
    <Show when={isLeaving(props) || running()}>
      <div class={styles.transfer}>
        <div class={styles.track}>
          <span class={styles.words}>{label()}</span>
          <progress class={styles.bar} max={running()?.of ?? 1} value={running()?.bytes ?? 0} aria-label={label()} />
        </div>
        <IconButton label={words().attachment.cancel} icon={CloseIcon} onClick={cancel} />
      </div>
    </Show>
  );
};

/** Why a file could not be fetched. What has expired cannot be tried again. */
export const TransferFailure = (props: FileProps) => {
  const { words } = useUi();
  const failure = () => {
    const transfer = props.file.transfer();
    return transfer?.state === 'failed' ? transfer.reason : undefined;
  };
  return (
    <Show when={failure()}>
      {(reason) => (
        <div class={styles.failure} role="alert">
          <p>{failureWords(reason(), words())}</p>
          <Show when={reason() !== 'not_found'}>
            <Button onClick={() => void props.file.fetch()}>{words().common.tryAgain}</Button>
          </Show>
        </div>
      )}
    </Show>
  );
};
