import { createMemo, createResource, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { type CheckId, type CheckState, checksHere, type Finding } from '#shared/protocol/setup-check.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { CopyButton } from '../settings/copy-button.tsx';
import type { Language } from '../strings/languages.ts';
import { findingText, type SetupCheckWords, summaryText } from '../strings/setup-check.ts';
import { FindingRow, WaitingRow } from './finding-row.tsx';
import styles from './setup-check.module.css';

const HERE: readonly CheckId[] = checksHere;

const URGENCY: Readonly<Record<CheckState, number>> = { failed: 0, warning: 1, ok: 2, skipped: 3 };
const urgentFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => URGENCY[one.state] - URGENCY[other.state]);

const wordsIn = async (language: Language): Promise<SetupCheckWords> =>
  language === 'ru'
    ? (await import('../strings/ru-setup-check.ts')).setupCheckRu
    : (await import('../strings/en-setup-check.ts')).setupCheckEn;

const Checks = (props: { readonly said: SetupCheckWords }) => {
  const { client, words } = useUi();
  const [findings, setFindings] = createSignal<readonly Finding[]>([]);
  const [running, setRunning] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  let run = 0;

  const begin = async () => {
    const own = ++run;
    setFindings([]);
    setRefusal(undefined);
    setRunning(true);
    const outcome = await client.account.checkSetup((finding) => {
      if (own === run) setFindings((before) => [...before, finding]);
    });
    if (own !== run) return;
    setRefusal(outcome.ok ? undefined : outcome.reason);
    setRunning(false);
  };
  onMount(() => void begin());
  onCleanup(() => {
    run += 1;
  });

  const isHere = ({ id }: Finding) => HERE.includes(id);
  const ofRelay = createMemo(() => urgentFirst(findings().filter((finding) => !isHere(finding))));
  const ofHere = createMemo(() => urgentFirst(findings().filter(isHere)));
  const awaited = () => (running() ? HERE.filter((id) => findings().every((finding) => finding.id !== id)) : []);
  const summary = () => summaryText(findings(), props.said);
  const text = () =>
    [...[...ofRelay(), ...ofHere()].map((finding) => findingText(finding, props.said)), '', summary()].join('\n');

  return (
    <div class={styles.checks}>
      <p class={styles.soft}>{props.said.hint}</p>
      <p role="status" class={styles.summary}>
        {running() ? props.said.looking : refusal() === undefined ? summary() : ''}
      </p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <div class={styles.acts}>
        <Button busy={running()} onClick={() => void begin()}>
          {props.said.again}
        </Button>
        <Show when={!running() && findings().length > 0}>
          <CopyButton text={text()} label={props.said.copy} shown={props.said.copy} />
        </Show>
      </div>
      <Show when={running() || ofRelay().length > 0}>
        <section aria-labelledby="setup-relay" aria-busy={running()}>
          <h3 id="setup-relay">{props.said.relay}</h3>
          <ul class={styles.findings}>
            <For each={ofRelay()} fallback={<WaitingRow title={props.said.looking} />}>
              {(finding) => <FindingRow finding={finding} said={props.said} />}
            </For>
          </ul>
        </section>
      </Show>
      <section aria-labelledby="setup-here" aria-busy={running()}>
        <h3 id="setup-here">{props.said.here}</h3>
        <ul class={styles.findings}>
          <For each={ofHere()}>{(finding) => <FindingRow finding={finding} said={props.said} />}</For>
          <For each={awaited()}>{(id) => <WaitingRow title={props.said.checks[id]} found={props.said.waiting} />}</For>
        </ul>
      </section>
    </div>
  );
};

/** Whether the relay is set up as calls need it, for its administrators. Load it on demand. */
export const SetupCheck = () => {
  const { preferences, words } = useUi();
  const [said] = createResource(preferences.language, wordsIn);
  return (
    <Show when={said.latest} fallback={<p class={styles.soft}>{words().common.loading}</p>}>
      {(language) => <Checks said={language()} />}
    </Show>
  );
};
