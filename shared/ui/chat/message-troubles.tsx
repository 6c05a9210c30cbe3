import { Show } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { EnvelopeId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './timeline.module.css';

interface Trouble {
  readonly envelope: EnvelopeId;
  readonly reason: Reason;
  readonly change: boolean;
}

/** What of a message could not be sent, itself or what was done to it, and the two ways out. */
export const MessageTroubles = (props: { readonly message: Message }) => {
  const { client, words } = useUi();
  const trouble = (): Trouble | undefined => {
    const { id, delivery, deleted, unsent } = props.message;
    if (delivery.state === 'failed' && !deleted) return { envelope: id, reason: delivery.reason, change: false };
    return unsent && { envelope: unsent.act, reason: unsent.reason, change: true };
  };
  const reasonWords = (reason: Reason) =>
    reason === 'too_large' && props.message.attachment ? words().attachment.tooLarge : words().reasons[reason];
  return (
    <Show when={trouble()}>
      {(trouble) => (
        <div class={styles.failure} role="alert">
          <p>
            {trouble().change
              ? words().message.changeNotSent(reasonWords(trouble().reason))
              : words().chat.notSent(reasonWords(trouble().reason))}
          </p>
          <Button onClick={() => client.chat.retry(trouble().envelope)}>{words().common.tryAgain}</Button>
          <Button onClick={() => client.chat.discard(trouble().envelope)}>
            {trouble().change ? words().message.discardChange : words().message.discard}
          </Button>
        </div>
      )}
    </Show>
  );
};
