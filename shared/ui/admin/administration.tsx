import { createSignal, onMount, Show } from 'solid-js';
import type { Administration as AdministrationApi } from '#shared/client/client.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { Overview } from '#shared/protocol/administration.ts';
import { useUi } from '../frame/ui.ts';
import { Unfetched } from '../frame/unfetched.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { BackIcon } from '../kit/more-icons.ts';
import styles from '../settings/settings.module.css';
import { Accounts } from './accounts.tsx';
import { AdministeredContext } from './administered.ts';
import { Admission } from './admission.tsx';
import { AtAGlance } from './at-a-glance.tsx';
import { AuditLog } from './audit-log.tsx';
import { SetupCheckRow } from './setup-check-row.tsx';

/** The page of administrators. Load it on demand. */
export const Administration = () => {
  const { client, navigation, words } = useUi();
  const [administration, setAdministration] = createSignal<AdministrationApi>();
  const [overview, setOverview] = createSignal<Overview>();
  const [refusal, setRefusal] = createSignal<Reason>();

  const look = async () => {
    const opened = await client.account.administration();
    const seen = opened.ok ? await opened.value.overview() : opened;
    setRefusal(seen.ok ? undefined : seen.reason);
    if (!opened.ok || !seen.ok) return;
    setOverview(seen.value);
    setAdministration(administration() ?? opened.value);
  };
  /** There is one as soon as anything below is drawn. */
  const seen = (): Overview => {
    const present = overview();
    if (!present) throw new Error('nothing was seen of the relay');
    return present;
  };
  onMount(() => void look());

  return (
    <section class={styles.settings} aria-label={words().admin.title}>
      <header class={styles.header}>
        <IconButton label={words().common.back} icon={BackIcon} onClick={navigation.back} />
        <h1>{words().admin.title}</h1>
      </header>
      <div class={styles.scroll}>
        <div class={styles.column}>
          <Unfetched reason={refusal()} onAgain={() => look()} />
          <Show when={administration()}>
            {(present) => (
              <AdministeredContext.Provider value={{ administration: present(), overview: seen, look }}>
                <AtAGlance />
                <SetupCheckRow />
                <Accounts />
                <Admission />
                <AuditLog />
              </AdministeredContext.Provider>
            )}
          </Show>
        </div>
      </div>
    </section>
  );
};
