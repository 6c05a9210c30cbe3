import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { OpenedFile } from '#shared/client/client.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Transfer } from '#shared/core/files/transfers.ts';
import { useUi } from '../frame/ui.ts';

/** An address of a file that is good as long as its owner is. */
export const createAddress = (blob: Accessor<Blob | undefined>): Accessor<string | undefined> => {
  const [address, setAddress] = createSignal<string>();
  createEffect(() => {
    const shown = blob();
    if (!shown) return setAddress(undefined);
    const made = URL.createObjectURL(shown);
    setAddress(made);
    onCleanup(() => URL.revokeObjectURL(made));
  });
  return address;
};

export interface MessageFile {
  /** What this device has of it: `undefined` while it has not looked, or where it is still at the relay. */
  readonly opened: Accessor<OpenedFile | undefined>;
  readonly transfer: Accessor<Transfer | undefined>;
  /** It has been looked for on this device. */
  readonly sought: Accessor<boolean>;
  fetch(): Promise<OpenedFile | undefined>;
}

/** The file of a message. With `soon` it is fetched without being asked for. */
export const createMessageFile = (message: Accessor<Message>, soon: Accessor<boolean>): MessageFile => {
  const { client, state } = useUi();
  const [opened, setOpened] = createSignal<OpenedFile>();
  const [sought, setSought] = createSignal(false);
  const key = createMemo(() => itemKey(message()));
  const transfer = createMemo(() => state().transfers.get(key()));

  const fetch = async (): Promise<OpenedFile | undefined> => {
    const fetched = await client.files.fetch(message());
    if (!fetched.ok) return undefined;
    setOpened(fetched.value);
    return fetched.value;
  };

  createEffect(
    on(key, async () => {
      const kept = await client.files.kept(message());
      if (kept) setOpened(kept);
      else if (soon() && transfer() === undefined) await fetch();
      setSought(true);
    }),
  );
  return { opened, transfer, sought, fetch };
};
