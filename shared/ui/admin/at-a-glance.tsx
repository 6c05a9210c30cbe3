import { createResource, For, Show } from 'solid-js';
import type { Overview } from '#shared/protocol/administration.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import settings from '../settings/settings.module.css';
import { sizeWords } from '../strings/sizes.ts';
import { useAdministration } from './administered.ts';
import styles from './administration.module.css';

/** How the relay is doing, in figures. */
export const AtAGlance = () => {
  const { words } = useUi();
  const administration = useAdministration();
  const [overview, { refetch }] = createResource(() => administration.overview());
  const found = () => {
    const outcome = overview.latest;
    return outcome?.ok ? outcome.value : undefined;
  };
  const refusal = () => {
    const outcome = overview.latest;
    return outcome && !outcome.ok ? outcome.reason : undefined;
  };
  const facts = ({ accounts, calls, mail, files, disk, ...rest }: Overview): readonly (readonly [string, string])[] => {
    const said = words().admin;
    const size = (bytes: number) => sizeWords(bytes, words());
    return [
      [said.people, said.peopleCount(accounts.all, accounts.online)],
      [said.devices, String(rest.devices)],
      [said.sockets, String(rest.sockets)],
      [said.calls, said.callCount(calls.active, calls.ringing)],
      [said.mail, said.waiting(mail.items, size(mail.bytes))],
      [said.files, said.waiting(files.items, size(files.bytes))],
      [said.database, size(disk.database)],
      [said.diskFree, size(disk.free)],
      [said.version, rest.version],
      [
        said.runningSince,
        new Date(rest.started_at).toLocaleString(words().locale, { dateStyle: 'medium', timeStyle: 'short' }),
      ],
    ];
  };
  return (
    <section class={settings.section} aria-labelledby="at-a-glance">
      <div class={styles.head}>
        <h2 id="at-a-glance">{words().admin.overview}</h2>
        <Button busy={overview.loading} onClick={() => void refetch()}>
          {words().admin.refresh}
        </Button>
      </div>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={found()}>
        {(present) => (
          <dl class={styles.facts}>
            <For each={facts(present())}>
              {([name, value]) => (
                <div class={styles.fact}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Show>
    </section>
  );
};
