import { Show } from 'solid-js';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import hidden from '../kit/hidden.module.css';
import { VerifiedIcon } from '../kit/icons.ts';
import styles from './verified-mark.module.css';

/** Beside the name of somebody whose numbers were compared. */
export const VerifiedMark = (props: { readonly person: AccountId }) => {
  const { state, words } = useUi();
  return (
    <Show when={state().identity.people.get(props.person) === 'verified'}>
      <VerifiedIcon class={styles.mark ?? ''} size={16} />
      <span class={hidden.hidden}>{words().people.verified}</span>
    </Show>
  );
};
