import { Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { DownloadIcon, PlayIcon } from '../kit/more-icons.ts';
import { durationWords } from '../strings/moments.ts';
import { sizeWords } from '../strings/sizes.ts';
import styles from './attachment-view.module.css';
import { type FileProps, isLeaving, runningOf, TransferBar, TransferFailure } from './transfer.tsx';

/** Over a picture or a film: how far it has come, or the way to fetch it. */
export const PictureCover = (props: FileProps) => {
  const { words } = useUi();
  const isVideo = () => props.attachment.kind === 'video';
  const isBusy = () => isLeaving(props) || runningOf(props) !== undefined;
  const hasFailed = () => props.file.transfer()?.state === 'failed';
  const isAway = () => props.file.sought() && !props.file.opened() && !isBusy() && !hasFailed();
  const label = () => {
    const { name } = props.attachment;
    return isVideo() ? words().attachment.play(name) : words().attachment.show(name);
  };
  return (
    <>
      <Show when={isAway()}>
        <button type="button" class={styles.fetch} aria-label={label()} onClick={() => void props.file.fetch()}>
          <span class={styles.round}>{isVideo() ? <PlayIcon size={24} /> : <DownloadIcon size={24} />}</span>
          <span class={styles.facts}>
            {sizeWords(props.attachment.size, words())}
            <Show when={props.attachment.seconds}>{(seconds) => ` · ${durationWords(Math.round(seconds()))}`}</Show>
          </span>
        </button>
      </Show>
      <Show when={isBusy() || hasFailed()}>
        <div class={styles.cover}>
          <TransferBar {...props} />
          <TransferFailure {...props} />
        </div>
      </Show>
    </>
  );
};
