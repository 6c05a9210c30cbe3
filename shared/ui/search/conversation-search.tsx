import { createSignal } from 'solid-js';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import { MessageHits } from './message-hits.tsx';
import styles from './search.module.css';
import { SearchField } from './search-field.tsx';

interface ConversationSearchProps {
  readonly conversation: ConversationId;
  readonly person: AccountId;
  readonly self: AccountId;
  readonly onClose: () => void;
}

/** Search within one conversation, in place of it. Escape in an empty field closes it. */
export const ConversationSearch = (props: ConversationSearchProps) => {
  const { state, words } = useUi();
  const [query, setQuery] = createSignal('');
  return (
    <search class={styles.panel} onKeyDown={(event) => event.key === 'Escape' && props.onClose()}>
      <div class={styles.bar}>
        <SearchField
          label={words().search.within(nameOf(state(), props.person))}
          value={query()}
          onInput={setQuery}
          ref={(field) => queueMicrotask(() => field.focus())}
        />
        <IconButton label={words().search.end} icon={CloseIcon} onClick={props.onClose} />
      </div>
      <div class={styles.results}>
        <MessageHits query={query()} conversation={props.conversation} self={props.self} onChoose={props.onClose} />
      </div>
    </search>
  );
};
