import { createSignal, createUniqueId, Show } from 'solid-js';
import type { Restoration } from '#shared/core/identity/recovery.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { HoldOpen } from '../kit/dialog.tsx';
import type { Words } from '../strings/en.ts';
import styles from './recovery.module.css';

const wrongWords = (restoration: Extract<Restoration, { ok: false }>, words: Words): string => {
  const { wrong } = words.recovery;
  switch (restoration.why) {
    case 'count':
      return wrong.count(restoration.words);
    case 'word':
      return wrong.word(restoration.number, restoration.word);
    case 'refused':
      return words.reasons[restoration.reason];
    default:
      return wrong[restoration.why];
  }
};

/** The way back for who has lost every device and kept the paper. */
export const RestoreIdentity = (props: { readonly onRestored: () => void }) => {
  const { client, words } = useUi();
  const id = createUniqueId();
  const [typing, setTyping] = createSignal(false);
  const [text, setText] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Extract<Restoration, { ok: false }>>();
  const restore = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const restored = await client.recovery.restore(text());
    setBusy(false);
    setProblem(restored.ok ? undefined : restored);
    if (!restored.ok) return;
    setText('');
    props.onRestored();
  };

  return (
    <section class={styles.way}>
      <HoldOpen while={busy()} />
      <h3>{words().recovery.way}</h3>
      <p class={styles.soft}>{words().recovery.wayHint}</p>
      <Show when={typing()} fallback={<Button onClick={() => setTyping(true)}>{words().recovery.have}</Button>}>
        <form class={styles.form} onSubmit={(event) => void restore(event)}>
          <label for={id} class={styles.label}>
            {words().recovery.field}
          </label>
          <textarea
            ref={(element) => queueMicrotask(() => element.focus())}
            id={id}
            class={styles.field}
            rows={5}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            translate="no"
            value={text()}
            aria-invalid={problem() ? 'true' : undefined}
            aria-describedby={`${id}-note`}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
          <p id={`${id}-note`} class={styles.soft} data-error={problem() ? '' : undefined} aria-live="polite">
            <Show when={problem()} fallback={words().recovery.fieldHint}>
              {(wrong) => wrongWords(wrong(), words())}
            </Show>
          </p>
          <div class={styles.actions}>
            <Button type="submit" tone="primary" busy={busy()}>
              {words().recovery.restore}
            </Button>
          </div>
        </form>
      </Show>
    </section>
  );
};
