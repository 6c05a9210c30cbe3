import { createSignal, For } from 'solid-js';
import type { Overview } from '#shared/protocol/administration.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import settings from '../settings/settings.module.css';
import { sizeWords } from '../strings/sizes.ts';
import { useAdministered } from './administered.ts';
import styles from './administration.module.css';

/** How the relay is doing, in figures. */
export const AtAGlance = () => {
  const { words } = useUi();
  const { overview, look } = useAdministered();
  const [looking, setLooking] = createSignal(false);
  const refresh = async () => {
    setLooking(true);
    await look();
    setLooking(false);
  };
  const facts = ({
    accounts,
    calls,
    rooms,
    mail,
    files,
    disk,
    ...rest
  }: Overview): readonly (readonly [string, string])[] => {
    const said = words().admin;
    const size = (bytes: number) => sizeWords(bytes, words());
    return [
      [said.people, said.peopleCount(accounts.all, accounts.online)],
      [said.devices, String(rest.devices)],
      [said.sockets, String(rest.sockets)],
      [said.calls, said.callCount(calls.active, calls.ringing)],
      [said.rooms, said.roomCount(rooms.active, rooms.people)],
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
        <Button busy={looking()} onClick={() => void refresh()}>
          {words().admin.refresh}
        </Button>
      </div>
      <dl class={styles.facts}>
        <For each={facts(overview())}>
          {([name, value]) => (
            <div class={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
};
