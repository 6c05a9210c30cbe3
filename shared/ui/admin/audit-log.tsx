import { createSignal, For, onMount, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import { save, today } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import settings from '../settings/settings.module.css';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';
import { brokenAt, wholeLog } from './audit-chain.ts';

/** What administrators have done, newest first; checked as a whole where it is taken out. */
export const AuditLog = () => {
  const { words } = useUi();
  const { administration } = useAdministered();
  const [entries, setEntries] = createSignal<readonly AuditEntry[]>();
  const [logins, setLogins] = createSignal<ReadonlyMap<string, string>>(new Map());
  const [more, setMore] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();
  const [busy, setBusy] = createSignal(false);
  const [loading, setLoading] = createSignal(false);
  const [verdict, setVerdict] = createSignal('');

  const load = async (before?: number) => {
    setLoading(true);
    const page = await administration.auditLog(before);
    setLoading(false);
    setRefusal(page.ok ? undefined : page.reason);
    if (!page.ok) return;
    setEntries([...(before === undefined ? [] : (entries() ?? [])), ...page.value.entries]);
    setLogins(new Map([...logins(), ...page.value.logins.map(({ uid, login }) => [uid, login] as const)]));
    setMore(page.value.more);
  };
  const take = async () => {
    setBusy(true);
    const whole = await wholeLog(administration);
    setRefusal(whole.ok ? undefined : whole.reason);
    if (whole.ok) {
      const broken = await brokenAt(whole.value);
      setVerdict(
        broken === undefined ? words().admin.auditWhole(whole.value.length) : words().admin.auditBroken(broken),
      );
      const lines = whole.value.map((entry) => `${JSON.stringify(entry)}\n`);
      save({ blob: new Blob(lines), name: `tincan-audit-${today()}.jsonl` });
    }
    setBusy(false);
  };
  onMount(() => void load());

  const nameOf = (uid: string) => logins().get(uid) ?? words().admin.someone(uid.slice(0, 8));
  const about = ({ act, target, detail }: AuditEntry) =>
    [
      words().admin.acts[act],
      target === null || act.startsWith('access-key') ? '' : nameOf(target),
      act === 'registration-changed' && detail in words().admin.modes
        ? words().admin.modes[detail as keyof ReturnType<typeof words>['admin']['modes']]
        : detail,
    ]
      .filter(Boolean)
      .join(' · ');

  return (
    <section class={settings.section} aria-labelledby="audit">
      <div class={styles.head}>
        <h2 id="audit">{words().admin.audit}</h2>
        <Button busy={busy()} onClick={() => void take()}>
          {words().admin.exportAudit}
        </Button>
      </div>
      <p class={styles.soft}>{words().admin.auditHint}</p>
      <p role="status">{verdict()}</p>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={entries()}>
        {(found) => (
          <ol class={styles.list}>
            <For each={found()} fallback={<li class={styles.soft}>{words().admin.auditEmpty}</li>}>
              {(entry) => (
                <li class={styles.row}>
                  <p class={styles.words}>
                    <strong>{entry.actor === null ? words().admin.relay : nameOf(entry.actor)}</strong> {about(entry)}
                    <br />
                    <span class={styles.soft}>
                      {new Date(entry.at).toLocaleString(words().locale, { dateStyle: 'medium', timeStyle: 'short' })}
                    </span>
                  </p>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
      <Show when={more()}>
        <Button busy={loading()} onClick={() => void load(entries()?.at(-1)?.id)}>
          {words().admin.more}
        </Button>
      </Show>
    </section>
  );
};
