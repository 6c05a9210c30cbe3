import { createSignal, Show } from 'solid-js';
import type { Privacy as Choices } from '#shared/core/privacy/privacy.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Findable } from './findable.tsx';
import type { OwnRecord } from './own-record.ts';
import styles from './settings.module.css';
import { Toggle } from './toggle.tsx';

/** What others are let know. */
export const Privacy = ({ record }: { readonly record: OwnRecord }) => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const choose = async (change: Partial<Choices>) => {
    const outcome = await client.setPrivacy(change);
    setRefusal(outcome.ok ? undefined : outcome.reason);
    return outcome;
  };
  return (
    <section class={styles.section} aria-labelledby="privacy">
      <h2 id="privacy">{words().settings.privacy}</h2>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Findable record={record} />
      <Toggle
        label={words().settings.readReceipts}
        hint={words().settings.readReceiptsHint}
        on={state().privacy.readReceipts}
        onChange={(readReceipts) => choose({ readReceipts })}
      />
      <Toggle
        label={words().settings.typing}
        hint={words().settings.typingHint}
        on={state().privacy.typing}
        onChange={(typing) => choose({ typing })}
      />
      <Toggle
        label={words().settings.earlyPath}
        hint={words().settings.earlyPathHint}
        on={state().privacy.earlyPath}
        onChange={(earlyPath) => choose({ earlyPath })}
      />
      <Toggle
        label={words().early.showMe}
        hint={words().early.showMeHint}
        on={state().privacy.showsEarly}
        onChange={(showsEarly) => choose({ showsEarly })}
      />
      <Toggle
        label={words().early.seeCallers}
        hint={words().early.seeCallersHint}
        on={state().privacy.seesEarly}
        onChange={(seesEarly) => choose({ seesEarly })}
      />
    </section>
  );
};
