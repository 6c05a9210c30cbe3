import { createResource } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import styles from './settings.module.css';

const MEBIBYTE = 1024 * 1024;

const usedBytes = async (): Promise<number | undefined> => (await navigator.storage?.estimate())?.usage;

export const StorageNote = () => {
  const { words } = useUi();
  const [used] = createResource(usedBytes);
  const note = () => {
    const bytes = used.latest;
    if (bytes === undefined) return words().settings.storageUnknown;
    const size = new Intl.NumberFormat(words().locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
    return words().settings.storageNote(size.format(bytes / MEBIBYTE));
  };
  return (
    <section class={styles.section} aria-labelledby="storage">
      <h2 id="storage">{words().settings.storage}</h2>
      <p class={styles.soft}>{note()}</p>
    </section>
  );
};
