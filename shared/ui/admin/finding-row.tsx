import { type Component, Show } from 'solid-js';
import type { CheckState, Finding } from '#shared/protocol/setup-check.ts';
import { AlertIcon, CloseIcon } from '../kit/icons.ts';
import { CheckIcon, ClockIcon, SkippedIcon } from '../kit/more-icons.ts';
import { type SetupCheckWords, tellFinding } from '../strings/setup-check.ts';
import styles from './setup-check.module.css';

const ICONS: Readonly<Record<CheckState, Component<{ readonly size: number }>>> = {
  ok: CheckIcon,
  warning: AlertIcon,
  failed: CloseIcon,
  skipped: SkippedIcon,
};

interface FindingRowProps {
  readonly finding: Finding;
  readonly said: SetupCheckWords;
}

/** One check: how it is, what was found, and what is to be done. */
export const FindingRow = (props: FindingRowProps) => {
  const told = () => tellFinding(props.finding, props.said);
  return (
    <li class={styles.finding} data-state={props.finding.state} aria-label={told().title}>
      <span class={styles.mark} role="img" aria-label={props.said.states[props.finding.state]}>
        {ICONS[props.finding.state]({ size: 20 })}
      </span>
      <div class={styles.told}>
        <p class={styles.name}>{told().title}</p>
        <p class={styles.found}>{told().found}</p>
        <Show when={told().fix}>{(fix) => <p class={styles.fix}>{fix()}</p>}</Show>
      </div>
    </li>
  );
};

/** One that is not done yet. */
export const WaitingRow = (props: { readonly title: string; readonly found?: string }) => (
  <li class={styles.finding} data-state="waiting">
    <span class={styles.mark}>
      <ClockIcon size={20} />
    </span>
    <div class={styles.told}>
      <p class={styles.name}>{props.title}</p>
      <Show when={props.found}>{(found) => <p class={styles.found}>{found()}</p>}</Show>
    </div>
  </li>
);
