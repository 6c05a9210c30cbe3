import { createEffect, createSignal, Show } from 'solid-js';
import type { QuietHours, RingChoices } from '#shared/core/privacy/ring-choices.ts';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { TextField } from '../kit/text-field.tsx';
import type { OwnRecord } from './own-record.ts';
import { RingTime } from './ring-time.tsx';
import styles from './settings.module.css';
import { Toggle } from './toggle.tsx';

const RingTestDialog = lazily(() => import('./ring-test/ring-test-dialog.tsx'), 'RingTestDialog');

/** From ten in the evening to seven. */
const NIGHT: QuietHours = { from: 22 * 60, to: 7 * 60 };

const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Nothing while the field is not filled in. */
const minuteOf = (clock: string): number | undefined => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
};

/** When and how long calls ring, and what becomes of those during a call. */
export const Ringing = ({ record }: { readonly record: OwnRecord }) => {
  const { client, state, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const [testing, setTesting] = createSignal(false);
  const rings = () => state().privacy.rings;
  /** What was chosen last may still be on its way to the store. */
  let latest = rings();
  createEffect(() => {
    latest = rings();
  });
  const choose = async (change: Partial<RingChoices>) => {
    latest = { ...latest, ...change };
    const outcome = await client.setPrivacy({ rings: latest });
    setRefusal(outcome.ok ? undefined : outcome.reason);
    if (!outcome.ok) latest = rings();
    return outcome;
  };
  const chooseHour = (end: keyof QuietHours, clock: string) => {
    const minute = minuteOf(clock);
    if (minute !== undefined) void choose({ quiet: { ...(latest.quiet ?? NIGHT), [end]: minute } });
  };
  return (
    <section class={styles.section} aria-labelledby="ringing">
      <h2 id="ringing">{words().ringing.title}</h2>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Toggle
        label={words().ringing.quietHours}
        hint={words().ringing.quietHoursHint}
        on={rings().quiet !== undefined}
        onChange={(on) => choose({ quiet: on ? NIGHT : undefined })}
      />
      <Show when={rings().quiet}>
        {(quiet) => (
          <div class={styles.line}>
            <TextField
              type="time"
              label={words().ringing.from}
              value={clockOf(quiet().from)}
              onInput={(clock) => chooseHour('from', clock)}
            />
            <TextField
              type="time"
              label={words().ringing.to}
              value={clockOf(quiet().to)}
              onInput={(clock) => chooseHour('to', clock)}
            />
          </div>
        )}
      </Show>
      <RingTime record={record} />
      <Toggle
        label={words().ringing.waiting}
        hint={words().ringing.waitingHint}
        on={rings().waiting}
        onChange={(waiting) => choose({ waiting })}
      />
      <Button onClick={() => setTesting(true)}>{words().ringTest.open}</Button>
      <Show when={testing()}>
        <RingTestDialog onClose={() => setTesting(false)} />
      </Show>
    </section>
  );
};
