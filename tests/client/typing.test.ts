import { describe, expect, test } from 'vitest';
import type { Ports } from '#shared/client/ports.ts';
import { defaultPrivacy } from '#shared/core/privacy/privacy.ts';
import { quiet, until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';

/** Ann's typing as it leaves her device: `[milliseconds since the first, typing]`. */
const watched = async () => {
  const house = createHouse();
  const { clock, relay } = house;
  const sent: (readonly [at: number, typing: boolean])[] = [];
  let since = 0;
  const ports = (own: Ports): Ports => ({
    ...own,
    openSocket: (to, ticket, events) => {
      const socket = own.openSocket(to, ticket, events);
      return {
        ...socket,
        send: (frame) => {
          if (frame.type === 'typing') {
            if (sent.length === 0) since = clock.now();
            sent.push([clock.now() - since, frame.typing]);
          }
          socket.send(frame);
        },
      };
    },
  });
  const ann = await house.person('ann', { ports });
  const bo = await house.person('bo');
  relay.befriend(ann.uid, bo.uid);
  await until(() => bo.client.state().roster.contacts.size === 1);
  const talk = `direct:${[ann.uid, bo.uid].sort().join(':')}`;
  const key = (typing = true) => ann.client.chat.typing(talk, typing);
  return { ...house, ann, bo, talk, sent, key };
};

describe('typing', () => {
  test('[TY3] while someone writes it is told again every three seconds, whatever the keys', async () => {
    const { clock, key, sent } = await watched();
    for (let ms = 0; ms < 6_500; ms += 100) {
      key();
      clock.advance(100);
    }
    expect(sent).toEqual([
      [0, true],
      [3_000, true],
      [6_000, true],
    ]);
  });

  test('[TY3] what is taken back at once is taken back a second later', async () => {
    const { clock, key, sent } = await watched();
    key();
    key(false);
    expect(sent).toEqual([[0, true]]);
    clock.advance(1_000);
    expect(sent).toEqual([
      [0, true],
      [1_000, false],
    ]);
    key(false);
    clock.advance(5_000);
    expect(sent).toHaveLength(2);
  });

  test('[TY1] it reaches the other person, and is over with the message', async () => {
    const { ann, bo, talk, key } = await watched();
    key();
    await until(() => bo.client.state().typing.has(ann.uid), 'the note');
    await ann.client.chat.send(talk, 'hello');
    await until(() => !bo.client.state().typing.has(ann.uid), 'the end of it');
  });

  test('[TY5] turned off nothing is told and nothing shown, in every context of the device, also the next time', async () => {
    const { ann, bo, talk, key, sent, clock } = await watched();
    const popup = ann.home.open({ calling: false });
    await until(() => popup.client.state().link.state === 'online');
    expect(await popup.client.setPrivacy({ typing: false })).toMatchObject({ ok: true });
    await until(() => !ann.client.state().privacy.typing, 'the other context');
    key();
    clock.advance(10_000);
    expect(sent).toEqual([]);
    bo.client.chat.typing(talk, true);
    await quiet();
    expect(ann.client.state().typing.size).toBe(0);

    const later = ann.home.open();
    await until(() => !later.client.state().privacy.typing, 'what was chosen');
    expect(later.client.state().privacy).toEqual({ ...defaultPrivacy, typing: false });
  });
});
