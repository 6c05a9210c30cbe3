import { createResource, createSignal, Show } from 'solid-js';
import type { ArchiveAct } from '../archive/archive-dialog.tsx';
import { isPersisted, persist } from '../frame/persistence.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { sizeWords } from '../strings/sizes.ts';
import styles from './settings.module.css';

const ArchiveDialog = lazily(() => import('../archive/archive-dialog.tsx'), 'ArchiveDialog');

/** How much is stored and what, whether the browser keeps it, and the way to take it out or delete it. */
export const StorageNote = () => {
  const { client, words } = useUi();
  const [contents, { refetch }] = createResource(() => client.archive.contents('everything'));
  const [persisted, { mutate: setPersisted }] = createResource(isPersisted);
  const [archiving, setArchiving] = createSignal<ArchiveAct>();
  const found = () => {
    const outcome = contents.latest;
    return outcome?.ok ? outcome.value : undefined;
  };
  const note = () => {
    const bytes = found()?.bytes;
    return bytes === undefined
      ? words().settings.storageUnknown
      : words().settings.storageNote(sizeWords(bytes, words()));
  };
  const ask = async () => setPersisted(await persist());
  return (
    <section class={styles.section} aria-labelledby="storage">
      <h2 id="storage">{words().settings.storage}</h2>
      <p class={styles.soft}>
        {note()} <Show when={found()}>{(all) => words().archive.contents(all().items, all().files)}</Show>
      </p>
      <Show when={persisted.latest !== undefined}>
        <div class={styles.line}>
          <p class={`${styles.grow} ${styles.soft}`} role="status">
            {persisted.latest ? words().settings.persisted : words().settings.notPersisted}
          </p>
          <Show when={!persisted.latest}>
            <Button onClick={() => void ask()}>{words().settings.persist}</Button>
          </Show>
        </div>
      </Show>
      <div class={styles.line}>
        <Button onClick={() => setArchiving('export')}>{words().archive.export.openAll}</Button>
        <Button onClick={() => setArchiving('erase')}>{words().archive.erase.openAll}</Button>
      </div>
      <Show when={archiving()}>
        {(act) => (
          <ArchiveDialog
            act={act()}
            scope="everything"
            onClose={() => {
              setArchiving(undefined);
              void refetch();
            }}
          />
        )}
      </Show>
    </section>
  );
};
