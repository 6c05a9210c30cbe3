import { Suspense } from 'solid-js';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { lazily } from '../kit/lazily.ts';
import styles from './attachment.module.css';
import { frameSize } from './frame-size.ts';

const AttachmentView = lazily(() => import('./attachment-view.tsx'), 'AttachmentView');

interface AttachmentProps {
  readonly message: Message;
  readonly attachment: Attachment;
  readonly mine: boolean;
}

/** The place of a file in its bubble, as large as it will be; what fills it is loaded with the first one. */
export const AttachmentPlace = (props: AttachmentProps) => {
  const size = () => frameSize(props.attachment);
  return (
    <div
      class={styles.place}
      data-framed={size() ? '' : undefined}
      style={{
        width: size() && `${size()?.width}px`,
        'aspect-ratio': size() && `${size()?.width} / ${size()?.height}`,
      }}
    >
      <Suspense>
        <AttachmentView message={props.message} attachment={props.attachment} mine={props.mine} />
      </Suspense>
    </div>
  );
};
