import { createSignal, Match, Show, Switch } from 'solid-js';
import type { OpenedFile } from '#shared/client/client.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { useUi } from '../frame/ui.ts';
import { lazily } from '../kit/lazily.ts';
import styles from './attachment-view.module.css';
import { FileCard } from './file-card.tsx';
import { ImageViewer } from './image-viewer.tsx';
import { createAddress, createMessageFile } from './opened.ts';
import { PictureCover } from './picture-cover.tsx';
import { createPreview } from './preview.ts';

const VoicePlayer = lazily(() => import('./voice-player.tsx'), 'VoicePlayer');

/** Pictures up to this size are fetched when they come into view; everything else when it is asked for. */
const AT_ONCE_BYTES = 5 * 1024 * 1024;

interface AttachmentViewProps {
  readonly message: Message;
  readonly attachment: Attachment;
  readonly mine: boolean;
}

/** What a file is shown as follows from its own bytes once they are here; before that, from what its sender says. */
const kindOf = (attachment: Attachment, opened: OpenedFile | undefined): Attachment['kind'] => {
  if (!opened) return attachment.kind;
  return opened.kind === 'audio' && attachment.kind === 'voice' ? 'voice' : opened.kind;
};

/** A file in its bubble: a picture, a film, a sound, or a card with its name. */
export const AttachmentView = (props: AttachmentViewProps) => {
  const { words } = useUi();
  const [enlarged, setEnlarged] = createSignal(false);
  const soon = () => props.attachment.kind === 'image' && props.attachment.size <= AT_ONCE_BYTES;
  const file = createMessageFile(
    () => props.message,
    () => soon() && props.attachment.blob !== '',
  );
  const kind = () => kindOf(props.attachment, file.opened());
  const address = createAddress(() => file.opened()?.blob);
  const preview = createAddress(createPreview(() => props.attachment.preview));
  const name = () => file.opened()?.name ?? props.attachment.name;
  const isFramed = () => kind() === 'image' || kind() === 'video';

  return (
    <Switch fallback={<FileCard message={props.message} attachment={props.attachment} mine={props.mine} file={file} />}>
      <Match when={isFramed()}>
        <div class={styles.frame}>
          <Show when={preview()}>{(shown) => <img class={styles.preview} src={shown()} alt="" />}</Show>
          <Switch>
            <Match when={kind() === 'image' && address()}>
              {(shown) => (
                <button
                  type="button"
                  class={styles.enlarge}
                  aria-label={words().attachment.show(name())}
                  onClick={() => setEnlarged(true)}
                >
                  <img class={styles.image} src={shown()} alt={name()} />
                </button>
              )}
            </Match>
            <Match when={kind() === 'video' && address()}>
              {(shown) => (
                // biome-ignore lint/a11y/useMediaCaption: what people send each other has none
                <video class={styles.video} src={shown()} controls playsinline aria-label={name()} />
              )}
            </Match>
          </Switch>
          <PictureCover message={props.message} attachment={props.attachment} mine={props.mine} file={file} />
        </div>
        <Show when={enlarged() && address()}>
          {(shown) => <ImageViewer address={shown()} name={name()} onClose={() => setEnlarged(false)} />}
        </Show>
      </Match>
      <Match when={kind() === 'voice'}>
        <VoicePlayer
          message={props.message}
          attachment={props.attachment}
          mine={props.mine}
          file={file}
          address={address()}
        />
      </Match>
      <Match when={kind() === 'audio' && address()}>
        {(shown) => (
          // biome-ignore lint/a11y/useMediaCaption: what people send each other has none
          <audio class={styles.audio} src={shown()} controls aria-label={name()} />
        )}
      </Match>
    </Switch>
  );
};
