import { Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { DownloadIcon, FileIcon } from '../kit/more-icons.ts';
import { sizeWords } from '../strings/sizes.ts';
import styles from './file-card.module.css';
import { save } from './save.ts';
import { type FileProps, isLeaving, runningOf, TransferBar, TransferFailure } from './transfer.tsx';

/** A file that is not shown: its name, its size, and the way to keep it. */
export const FileCard = (props: FileProps) => {
  const { words } = useUi();
  const name = () => props.file.opened()?.name ?? props.attachment.name;
  const fetchAndSave = async () => {
    const opened = props.file.opened() ?? (await props.file.fetch());
    // Something to look at or listen to is shown in the place of this card.
    if (opened?.kind === 'file') save(opened);
  };
  return (
    <div class={styles.card}>
      <div class={styles.row}>
        <span class={styles.icon} aria-hidden="true">
          <FileIcon size={24} />
        </span>
        <div class={styles.about}>
          <span class={styles.name} dir="auto" title={name()}>
            {name()}
          </span>
          <span class={styles.size}>{sizeWords(props.attachment.size, words())}</span>
        </div>
        <Show when={!isLeaving(props) && !runningOf(props)}>
          <IconButton
            label={props.file.opened() ? words().attachment.save(name()) : words().attachment.download(name())}
            icon={DownloadIcon}
            onClick={() => void fetchAndSave()}
          />
        </Show>
      </div>
      <TransferBar {...props} />
      <TransferFailure {...props} />
    </div>
  );
};
