import { createSignal, For, Show } from 'solid-js';
import type { Doubt } from '#shared/core/identity/identity.ts';
import { createAttempt } from '../frame/attempt.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { CloseIcon } from '../kit/icons.ts';
import { ConfirmThisDevice } from './confirm-this-device.tsx';
import { createDeviceNames } from './device-names.ts';
import { LinkingDialog } from './linking-dialog.tsx';

/** What a person should know of devices and identities, and what they can do about it. Load it on demand. */
export const IdentityNotes = () => {
  const { client, state, words } = useUi();
  const attempt = createAttempt();
  const [asking, setAsking] = createSignal(false);
  const identity = () => state().identity;
  const nameOf = createDeviceNames(() => [...identity().waiting, identity().linking?.other]);
  const personOf = ({ account }: Doubt): string => {
    const { session, roster } = state();
    const self = session.state === 'signed-in' && session.account.uid === account;
    return self ? words().identity.yourself : (roster.contacts.get(account)?.login ?? account);
  };

  return (
    <>
      <Show when={identity().device === 'unconfirmed'}>
        <Banner
          actions={
            <Button tone="primary" onClick={() => setAsking(true)}>
              {words().identity.confirmThis}
            </Button>
          }
        >
          <strong>{words().identity.unconfirmed}</strong> {words().identity.unconfirmedHint}
        </Banner>
      </Show>
      <For each={identity().waiting}>
        {(device) => (
          <Banner
            urgency="alert"
            actions={
              <>
                <Button
                  tone="primary"
                  label={words().identity.confirmDevice(nameOf(device))}
                  onClick={() => client.identity.confirm(device)}
                >
                  {words().identity.confirm}
                </Button>
                <Button
                  label={words().identity.notMineDevice(nameOf(device))}
                  onClick={() => void attempt(client.identity.remove(device))}
                >
                  {words().identity.notMine}
                </Button>
              </>
            }
          >
            {words().identity.signedIn(nameOf(device))}
          </Banner>
        )}
      </For>
      <For each={identity().doubts}>
        {(doubt) => (
          <Banner
            urgency="alert"
            actions={
              <IconButton
                label={words().common.dismiss}
                icon={CloseIcon}
                onClick={() => client.identity.dismissDoubt(doubt)}
              />
            }
          >
            {words().identity.doubts[doubt.what](personOf(doubt))}
          </Banner>
        )}
      </For>
      <Show when={identity().linking}>{(linking) => <LinkingDialog linking={linking()} nameOf={nameOf} />}</Show>
      <Show when={asking() && !identity().linking && identity().device === 'unconfirmed'}>
        <ConfirmThisDevice onClose={() => setAsking(false)} />
      </Show>
    </>
  );
};
