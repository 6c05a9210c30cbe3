import { createResource, For, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import { FileIcon } from '../kit/more-icons.ts';
import { sizeWords } from '../strings/sizes.ts';
import type { Chosen } from './chosen.ts';
import styles from './chosen-files.module.css';
import { createAddress } from './opened.ts';
import { pictureOf } from './preview.ts';

/** Shown only where its bytes are a picture's. */
const Thumbnail = (props: { readonly file: File }) => {
  const [picture] = createResource(() => props.file, pictureOf);
  const address = createAddress(() => picture.latest);
  return (
    <span class={styles.thumbnail} aria-hidden="true">
      <Show when={address()} fallback={<FileIcon size={22} />}>
        {(shown) => <img src={shown()} alt="" />}
      </Show>
    </span>
  );
};

/** What is about to be sent, above the field for words. */
export const ChosenFiles = (props: { readonly chosen: Chosen }) => {
  const { words } = useUi();
  return (
    <ul class={styles.files} aria-label={words().attachment.chosen}>
      <For each={props.chosen.files()}>
        {(file) => (
          <li class={styles.file}>
            <Thumbnail file={file} />
            <span class={styles.about}>
              <span class={styles.name} dir="auto">
                {file.name}
              </span>
              <span class={styles.size}>{sizeWords(file.size, words())}</span>
            </span>
            <IconButton
              label={words().attachment.remove(file.name)}
              icon={CloseIcon}
              onClick={() => props.chosen.remove(file)}
            />
          </li>
        )}
      </For>
    </ul>
  );
};
