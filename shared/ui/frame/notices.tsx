import { For } from 'solid-js';
import { Banner } from '../kit/banner.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import styles from './notices.module.css';
import { useUi } from './ui.ts';

/** What went wrong without anyone having asked for it, or where nothing else on the screen could say so. */
export const Notices = () => {
  const { client, state, words } = useUi();
  return (
    <div class={styles.notices}>
      <For each={state().notices}>
        {(notice) => (
          <Banner
            urgency="alert"
            actions={
              <IconButton
                label={words().common.dismiss}
                icon={CloseIcon}
                onClick={() => client.dismissNotice(notice.id)}
              />
            }
          >
            {words().reasons[notice.reason]}
          </Banner>
        )}
      </For>
    </div>
  );
};
