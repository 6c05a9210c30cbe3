import { createResource, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { BackIcon } from '../kit/more-icons.ts';
import styles from '../settings/settings.module.css';
import { Accounts } from './accounts.tsx';
import { AdministrationContext } from './administered.ts';
import { Admission } from './admission.tsx';
import { AtAGlance } from './at-a-glance.tsx';
import { AuditLog } from './audit-log.tsx';

/** The page of administrators. Load it on demand. */
export const Administration = () => {
  const { client, navigation, words } = useUi();
  const [opened, { refetch }] = createResource(() => client.account.administration());
  const administration = () => {
    const outcome = opened.latest;
    return outcome?.ok ? outcome.value : undefined;
  };
  const refusal = () => {
    const outcome = opened.latest;
    return outcome && !outcome.ok ? outcome.reason : undefined;
  };
  return (
    <section class={styles.settings} aria-label={words().admin.title}>
      <header class={styles.header}>
        <IconButton label={words().common.back} icon={BackIcon} onClick={navigation.back} />
        <h1>{words().admin.title}</h1>
      </header>
      <div class={styles.scroll}>
        <div class={styles.column}>
          <Show when={refusal()}>
            {(reason) => (
              <Banner
                urgency="alert"
                actions={<Button onClick={() => void refetch()}>{words().common.tryAgain}</Button>}
              >
                {words().reasons[reason()]}
              </Banner>
            )}
          </Show>
          <Show when={administration()}>
            {(present) => (
              <AdministrationContext.Provider value={present()}>
                <AtAGlance />
                <Accounts />
                <Admission />
                <AuditLog />
              </AdministrationContext.Provider>
            )}
          </Show>
        </div>
      </div>
    </section>
  );
};
