import { createSignal, For, onCleanup, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import styles from './connection.module.css';
import { connectionFacts, connectionWords } from './connection-words.ts';

/** As often as the call looks at its connections. */
const READ_MS = 2_000;

/** How the connection of the call is: in words, in numbers for the curious, and what a person can do about it. */
export const ConnectionDialog = (props: { readonly onClose: () => void }) => {
  const { client, state, words } = useUi();
  const [report, setReport] = createSignal(client.call.report());
  const [copied, setCopied] = createSignal<boolean>();
  const read = () => setReport(client.call.report());
  const timer = setInterval(read, READ_MS);
  onCleanup(() => clearInterval(timer));

  const copy = () => {
    const text = JSON.stringify(client.call.report(), undefined, 2);
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const line = () => {
    const quality = report()?.quality?.quality;
    return quality && connectionWords(quality, state(), words());
  };
  return (
    <Dialog title={words().quality.title} closeLabel={words().common.close} narrow onClose={props.onClose}>
      <p class={styles.line} role="status">
        {line()}
      </p>
      <label class={styles.lowData}>
        <input
          type="checkbox"
          checked={report()?.choices.lowData ?? false}
          aria-describedby="low-data-why"
          onChange={(event) => {
            client.call.choose({ lowData: event.currentTarget.checked });
            read();
          }}
        />
        {words().quality.lowData}
      </label>
      <p id="low-data-why" class={styles.hint}>
        {words().quality.lowDataWhy}
      </p>
      <Show when={report()?.quality} fallback={<p class={styles.hint}>{words().quality.measuring}</p>}>
        {(quality) => (
          <dl class={styles.facts}>
            <For each={connectionFacts(quality(), words())}>
              {([what, value]) => (
                <div class={styles.fact}>
                  <dt>{what}</dt>
                  <dd>{value}</dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Show>
      <Button wide onClick={copy}>
        {copied() === undefined ? words().quality.copy : copied() ? words().quality.copied : words().quality.notCopied}
      </Button>
    </Dialog>
  );
};
