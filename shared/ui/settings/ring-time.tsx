import { createUniqueId, For, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import select from '../kit/select.module.css';
import { createKeptChoice } from './kept-choice.ts';
import type { OwnRecord } from './own-record.ts';
import styles from './ring-time.module.css';

/** Seconds, the least and the most that the relay takes among them. */
const TIMES = [20, 30, 45, 60, 75, 90];

/** How long calls to this person ring. */
export const RingTime = ({ record }: { readonly record: OwnRecord }) => {
  const { words } = useUi();
  const id = createUniqueId();
  const known = () => record.latest()?.ring_seconds;
  const choice = createKeptChoice(record, known, (seconds: number | null) => ({ ring_seconds: seconds }));
  const chosen = () => choice.value() ?? null;
  /** One that was chosen elsewhere may be any. */
  const offered = () => [...new Set([...TIMES, ...[chosen() ?? []].flat()])].sort((a, b) => a - b);
  const usual = () => {
    const seconds = record.latest()?.default_ring_seconds;
    return seconds === undefined ? '' : words().ringing.usualTime(seconds);
  };
  return (
    <>
      <Show when={choice.refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <div class={styles.time}>
        <label for={id}>{words().ringing.time}</label>
        <p id={`${id}-hint`}>{choice.isUnknown() ? words().ownAccount.keptByRelay : words().ringing.timeHint}</p>
        <select
          id={id}
          class={select.select}
          aria-describedby={`${id}-hint`}
          disabled={choice.isUnknown()}
          onChange={({ currentTarget: { value } }) => void choice.choose(value === '' ? null : Number(value))}
        >
          <option value="" selected={chosen() === null}>
            {usual()}
          </option>
          <For each={offered()}>
            {(seconds) => (
              <option value={seconds} selected={chosen() === seconds}>
                {words().ringing.seconds(seconds)}
              </option>
            )}
          </For>
        </select>
      </div>
    </>
  );
};
