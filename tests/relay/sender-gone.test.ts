import { expect, test } from 'vitest';
import { createMailbox } from '../../relay/features/mailbox/mailbox.ts';
import { createTimes } from '../../relay/features/mailbox/times.ts';
import { createHub } from '../../relay/hub/create-hub.ts';
import type { Endpoint } from '../../relay/hub/endpoint.ts';
import { createPeople } from '../../relay/hub/people.ts';
import type { EnvelopeText } from '../../relay/hub/send-text.ts';
import type { Append, Store, StoredPerson } from '../../relay/store/store.ts';

const stored = (row: number, uid: string, contacts: readonly number[]): StoredPerson => ({
  row,
  uid,
  login: uid,
  role: 'person',
  disabled: false,
  findable: true,
  ringSeconds: null,
  lastSeen: null,
  devices: [{ row, device: `${uid}-1`, createdAt: 0, listed: true, prekey: 1, oneTimePrekeys: 0 }],
  contacts,
  others: [],
});

test.each([
  ['goes', true, []],
  ['stays', false, ['1']],
])('[SE8] of a sender whose account %s while the recipient is looked up is stored (%s): %j', async (_, goes, kept) => {
  const appended: string[] = [];
  const [ann, bo] = [stored(1, 'ann', [2]), stored(2, 'bo', [1])];
  const store = {
    person: async (uid: string) => (uid === 'ann' ? ann : bo),
    append: ({ envelope }: Append) => void appended.push(envelope),
  } as unknown as Store; // all that is asked of it
  const people = createPeople(store);
  const device = (await people.load('ann'))?.devices[0];
  if (!device) throw new Error('ann was not loaded');
  const { send } = createMailbox({
    hub: createHub(new Map()),
    people,
    store,
    delivery: { start: () => undefined, arrived: () => undefined, drained: () => undefined },
    times: createTimes(Date.now),
    onBusy: () => undefined,
  });
  const sealed = [{ account: 'bo', device: 'bo-1', box: '{}' }];
  const envelope: EnvelopeText = { id: '1', conversation: 'direct:ann:bo', to: 'bo', suite: 1, body: '', sealed };
  const sent = send({ device, phase: 'ready' } as Endpoint, { type: 'send', id: '1', envelope }, '');
  device.person.disabled = goes; // as its removal makes it first of all
  await sent;
  expect(appended).toEqual(kept);
});
