import { createSignal, Show } from 'solid-js';
import { ROOM_NAME_MAX } from '#shared/protocol/room.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { DialogForm } from '../kit/dialog-form.tsx';
import { TextField } from '../kit/text-field.tsx';
import { Toggle } from '../settings/toggle.tsx';
import { loadRooms } from './create-rooms.ts';
import { enter, isInCall } from './enter.ts';
import { Invitation } from './invitation.tsx';
import styles from './new-room.module.css';

/** Makes a room, and gives its link to others. */
export const NewRoom = (props: { readonly onClose: () => void }) => {
  const ui = useUi();
  const { client, state, words } = ui;
  const [name, setName] = createSignal('');
  const [waitingRoom, setWaitingRoom] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<string>();
  const [link, setLink] = createSignal<string>();
  const [made, setMade] = createSignal('');
  let joins!: HTMLButtonElement;

  const login = () => {
    const { session } = state();
    return session.state === 'signed-in' ? session.account.login : '';
  };
  const usual = () => words().rooms.nameOf(login());
  const isTooLong = () => name().trim().length > ROOM_NAME_MAX;

  const create = async (): Promise<void> => {
    if (isTooLong()) return;
    setBusy(true);
    const called = name().trim() || usual();
    const outcome = await (await loadRooms(client))?.create({ name: called, waitingRoom: waitingRoom() });
    setBusy(false);
    if (!outcome?.ok) {
      setRefusal(words().reasons[outcome?.reason ?? 'offline']);
      return;
    }
    setRefusal(undefined);
    setMade(called);
    setLink(outcome.value);
    joins.focus();
  };
  const join = (address: string): void => {
    if (isInCall(state())) {
      setRefusal(words().reasons.already_in_call);
      return;
    }
    enter(ui, { phase: 'none' }, address);
    props.onClose();
  };

  return (
    <Dialog
      title={link() === undefined ? words().people.newRoom : made()}
      description={link() === undefined ? words().rooms.hint : words().rooms.ready}
      closeLabel={words().common.close}
      onClose={props.onClose}
      stays
    >
      <Show
        when={link()}
        fallback={
          <DialogForm
            submit={words().rooms.create}
            cancel={words().common.cancel}
            busy={busy()}
            refusal={refusal()}
            onSubmit={() => void create()}
            onCancel={props.onClose}
          >
            <TextField
              label={words().rooms.name}
              value={name()}
              onInput={setName}
              hint={words().rooms.nameHint(usual())}
              error={isTooLong() ? words().reasons.too_large : undefined}
            />
            <Toggle
              label={words().rooms.oneByOne}
              hint={words().rooms.oneByOneHint}
              on={waitingRoom()}
              onChange={setWaitingRoom}
            />
          </DialogForm>
        }
      >
        {(address) => (
          <div class={styles.made}>
            <Invitation link={address()} />
            <Show when={refusal()}>
              {(text) => (
                <p class={styles.refusal} role="alert">
                  {text()}
                </p>
              )}
            </Show>
            <Button
              ref={(element) => {
                joins = element;
              }}
              tone="primary"
              wide
              onClick={() => join(address())}
            >
              {words().rooms.join}
            </Button>
          </div>
        )}
      </Show>
    </Dialog>
  );
};
