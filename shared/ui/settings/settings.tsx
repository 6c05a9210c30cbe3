import { createSignal, Show } from 'solid-js';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { CheckSettings } from '../check/check-settings.tsx';
import { THEMES } from '../frame/preferences.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { lazily } from '../kit/lazily.ts';
import { BackIcon } from '../kit/more-icons.ts';
import { RecoveryKey } from '../recovery/recovery-key.tsx';
import { SoundSettings } from '../sound/sound-settings.tsx';
import { LANGUAGES, type Language } from '../strings/languages.ts';
import { speak } from '../strings/spoken.ts';
import { BlockedPeople } from './blocked-people.tsx';
import { Choice } from './choice.tsx';
import { CopyButton } from './copy-button.tsx';
import { Devices } from './devices.tsx';
import { NotificationsChoice } from './notifications-choice.tsx';
import { OwnAccount } from './own-account.tsx';
import { createOwnRecord } from './own-record.ts';
import { Privacy } from './privacy.tsx';
import { Ringing } from './ringing.tsx';
import { SecondFactor } from './second-factor.tsx';
import styles from './settings.module.css';
import { StorageNote } from './storage-note.tsx';

const ConfirmDialog = lazily(() => import('../kit/confirm-dialog.tsx'), 'ConfirmDialog');

const Account = () => {
  const { navigation, state, words } = useUi();
  const session = () => {
    const current = state().session;
    return current.state === 'signed-in' ? current : undefined;
  };
  return (
    <Show when={session()}>
      {(signedIn) => (
        <section class={styles.section} aria-labelledby="account">
          <h2 id="account">{words().settings.account}</h2>
          <p>
            <strong>{signedIn().account.login}</strong>{' '}
            <span class={styles.soft}>{words().account.at(signedIn().relay)}</span>
          </p>
          <div class={styles.line}>
            <p class={styles.grow}>
              <span class={styles.soft}>{words().settings.uid}</span> <code>{signedIn().account.uid}</code>
              <br />
              <span class={styles.soft}>{words().settings.uidHint}</span>
            </p>
            <CopyButton text={signedIn().account.uid} label={words().settings.copyUid} />
          </div>
          <Show when={signedIn().account.role === 'admin'}>
            <div class={styles.line}>
              <p class={`${styles.grow} ${styles.soft}`}>{words().admin.hint}</p>
              <Button onClick={() => navigation.go({ at: 'administration' })}>{words().admin.open}</Button>
            </div>
          </Show>
        </section>
      )}
    </Show>
  );
};

const Look = () => {
  const { client, host, preferences, words } = useUi();
  const chooseLanguage = async (language: Language): Promise<Outcome> => {
    try {
      await speak(language);
    } catch {
      // Its words come from the relay where the app is not kept on the device.
      client.notice('offline');
      return failed('offline');
    }
    preferences.setLanguage(language);
    host.speaks?.(language);
    return done;
  };
  return (
    <section class={styles.section} aria-labelledby="look">
      <h2 id="look">{words().settings.look}</h2>
      <Choice
        legend={words().settings.theme}
        options={THEMES.map((theme) => ({ value: theme, label: words().settings.themes[theme] }))}
        chosen={preferences.theme()}
        onChoose={preferences.setTheme}
      />
      <Choice
        legend={words().settings.language}
        options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }))}
        chosen={preferences.language()}
        onChoose={chooseLanguage}
      />
    </section>
  );
};

const SignOut = () => {
  const { client, navigation, state, words } = useUi();
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const signOut = async () => {
    setAsking(false);
    setBusy(true);
    const left = await client.account.signOut();
    // Something of it is still on this device.
    if (!left.ok) client.notice(left.reason);
    navigation.leave();
    setBusy(false);
  };
  const hint = () => {
    const { device, recoverySince } = state().identity;
    const { signOutHint, signOutUnrecoverable } = words().settings;
    return device === 'confirmed' && recoverySince === undefined
      ? `${signOutHint} ${signOutUnrecoverable}`
      : signOutHint;
  };
  return (
    <section class={styles.section}>
      <Button busy={busy()} onClick={() => setAsking(true)}>
        {words().settings.signOut}
      </Button>
      <Show when={asking()}>
        <ConfirmDialog
          title={words().settings.signOutAsks}
          description={hint()}
          confirm={words().settings.signOut}
          cancel={words().common.cancel}
          onConfirm={() => void signOut()}
          onCancel={() => setAsking(false)}
        />
      </Show>
    </section>
  );
};

export const Settings = () => {
  const { navigation, words } = useUi();
  const record = createOwnRecord();
  return (
    <section class={styles.settings} aria-label={words().settings.title}>
      <header class={styles.header}>
        <IconButton label={words().common.back} icon={BackIcon} onClick={navigation.back} />
        <h1>{words().settings.title}</h1>
      </header>
      <div class={styles.scroll}>
        <div class={styles.column}>
          <Account />
          <Look />
          <Privacy record={record} />
          <SoundSettings />
          <CheckSettings />
          <Ringing record={record} />
          <NotificationsChoice />
          <Devices />
          <RecoveryKey />
          <BlockedPeople />
          <StorageNote />
          <SecondFactor record={record} />
          <OwnAccount />
          <SignOut />
        </div>
      </div>
    </section>
  );
};
