import { createResource, createSignal, For, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { RegistrationMode } from '#shared/protocol/account-api.ts';
import type { AccessKey } from '#shared/protocol/administration.ts';
import { useUi } from '../frame/ui.ts';
import { Unfetched } from '../frame/unfetched.tsx';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { ConfirmDialog } from '../kit/confirm-dialog.tsx';
import { Choice } from '../settings/choice.tsx';
import settings from '../settings/settings.module.css';
import { onDayWords } from '../strings/long-moments.ts';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';
import { NewKeyDialog } from './new-key-dialog.tsx';

const MODES: readonly RegistrationMode[] = ['open', 'key', 'closed'];

/** Who may make an account, and the keys that admit people. */
export const Admission = () => {
  const { words } = useUi();
  const { administration, overview, look } = useAdministered();
  const [keys, { refetch }] = createResource(() => administration.accessKeys());
  const [refusal, setRefusal] = createSignal<Reason>();
  const [issuing, setIssuing] = createSignal(false);
  const [revoking, setRevoking] = createSignal<AccessKey>();
  const registration = () => overview().registration;
  const list = () => {
    const outcome = keys.latest;
    return outcome?.ok ? outcome.value : undefined;
  };
  const unlisted = () => {
    const outcome = keys.latest;
    return outcome && !outcome.ok ? outcome.reason : undefined;
  };
  const choose = async (mode: RegistrationMode | null) => {
    const outcome = await administration.setRegistration(mode);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    await look();
    return outcome;
  };
  const revoke = async ({ id }: AccessKey) => {
    setRevoking(undefined);
    const outcome = await administration.revokeAccessKey(id);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    await refetch();
  };

  return (
    <section class={settings.section} aria-labelledby="admission">
      <h2 id="admission">{words().admin.newPeople}</h2>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Choice
        legend={words().admin.admission}
        options={MODES.map((value) => ({ value, label: words().admin.modes[value] }))}
        chosen={registration().mode}
        onChoose={choose}
      />
      <div class={styles.head}>
        <p class={styles.soft}>{words().admin.configured(words().admin.modes[registration().configured])}</p>
        <Show when={registration().mode !== registration().configured}>
          <Button onClick={() => void choose(null)}>{words().admin.asConfigured}</Button>
        </Show>
      </div>
      <div class={styles.head}>
        <h2>{words().admin.keys}</h2>
        <Button onClick={() => setIssuing(true)}>{words().admin.newKey}</Button>
      </div>
      <Unfetched reason={unlisted()} onAgain={() => refetch()} />
      <Show when={list()}>
        {(found) => (
          <ul class={styles.list}>
            <For each={found()} fallback={<li class={styles.soft}>{words().admin.noKeys}</li>}>
              {(key) => (
                <li class={styles.row} aria-label={key.label}>
                  <p class={styles.words}>
                    {key.label}
                    <br />
                    <span class={styles.soft}>
                      {words().admin.keyNote(key.uses_left, onDayWords(key.expires_at, words()))}
                    </span>
                  </p>
                  <Button label={words().admin.revokeKey(key.label)} onClick={() => setRevoking(key)}>
                    {words().admin.revoke}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={issuing()}>
        <NewKeyDialog
          onClose={() => {
            setIssuing(false);
            void refetch();
          }}
        />
      </Show>
      <Show when={revoking()}>
        {(key) => (
          <ConfirmDialog
            title={words().admin.revokeKeyAsks(key().label)}
            description={words().admin.revokeKeyHint}
            confirm={words().admin.revoke}
            cancel={words().common.cancel}
            onConfirm={() => void revoke(key())}
            onCancel={() => setRevoking(undefined)}
          />
        )}
      </Show>
    </section>
  );
};
