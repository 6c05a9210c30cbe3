import { describe, expect, test } from 'vitest';
import { createHandover } from '#shared/client/calls/handover.ts';
import type { History, Sealer } from '#shared/client/ports.ts';
import type { Line } from '#shared/client/relay/line.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { DeviceId } from '#shared/protocol/ids.ts';
import { ann, annLaptop, annPhone, uuid } from '#tests/fakes/ids.ts';
import { plainSealer } from '#tests/fakes/plain-sealer.ts';
import { quiet, until } from '#tests/fakes/until.ts';

const CALL = uuid(0xca11);
const tablet = uuid(0x7ab);
const { secrets } = await plainSealer.newDevice('any');
const keysOf = (device: DeviceId) => ({
  account: ann,
  device,
  signing_key: '',
  prekey: { id: 1, key: '', signature: '' },
});
const had = { microphone: true, camera: false, deafened: false };

/** What a device of ann's says to others, and what it makes of what it hears. */
const createSide = (
  device: DeviceId,
  listed: readonly DeviceId[] = [annLaptop, annPhone],
  change?: Partial<Sealer>,
) => {
  const said: { readonly to: DeviceId; readonly body: string }[] = [];
  const events: AppEvent[] = [];
  let nonces = 0;
  const line = {
    request: async (frame: ClientFrame) => {
      if (frame.type === 'link') said.push(frame);
      return { ok: false, reason: 'endpoint_gone' };
    },
  } as unknown as Line;
  const handover = createHandover({
    chance: { uuid: () => uuid(++nonces) },
    history: { secrets: async () => secrets } as unknown as History,
    line,
    directory: { of: async () => ({ ok: true, value: listed.map(keysOf) }) },
    sealer: async () => ({ ...plainSealer, ...change }),
    session: () => ({ relay: '', token: '', account: { uid: ann, login: 'ann', role: 'person' }, device }),
    dispatch: (event) => void events.push(event),
  });
  const last = (): string => said.at(-1)?.body ?? '';
  return { handover, said, events, last };
};

/** The phone has asked, and the laptop has answered it. */
const asked = async (what = had) => {
  const phone = createSide(annPhone);
  const laptop = createSide(annLaptop);
  phone.handover.ask(CALL, annLaptop);
  await until(() => phone.said.length === 1, 'the question');
  expect(laptop.handover.hear(annPhone, phone.last())).toBe(true);
  const [question] = laptop.events;
  if (question?.type !== 'handover-asked') throw new Error('Not asked');
  laptop.handover.tell(CALL, question.by, question.nonce, what);
  await until(() => laptop.said.length === 1, 'the answer');
  return { phone, laptop, question };
};

describe('[CA18] what own devices tell each other of a call that is moved', () => {
  test('the former one is asked, and what it says is heard once', async () => {
    const { phone, laptop } = await asked();
    expect(phone.said).toMatchObject([{ to: annLaptop }]);
    expect(laptop.said).toMatchObject([{ to: annPhone }]);
    expect(phone.handover.hear(annLaptop, laptop.last())).toBe(true);
    await until(() => phone.events.length > 0);
    expect(phone.events).toEqual([{ type: 'handover-told', call: CALL, by: annLaptop, had }]);
    phone.handover.hear(annLaptop, laptop.last());
    await quiet();
    expect(phone.events).toHaveLength(1);
  });

  test('the answer is as long whatever it says, and nothing of it is in clear', async () => {
    const lengths = new Set<number>();
    for (const microphone of [true, false]) {
      for (const camera of [true, false]) {
        for (const deafened of [true, false]) {
          let length = 0;
          const seal: Sealer['seal'] = async (plaintext, ...rest) => {
            length = plaintext.length;
            return { ...(await plainSealer.seal(plaintext, ...rest)), ciphertext: 'AAAA' };
          };
          const laptop = createSide(annLaptop, undefined, { seal });
          laptop.handover.tell(CALL, annPhone, 'nonce', { microphone, camera, deafened });
          await until(() => laptop.said.length === 1);
          expect(Object.keys(JSON.parse(atob(laptop.last()))).sort()).toEqual(['box', 'call', 'nonce', 'type']);
          lengths.add(length);
        }
      }
    }
    expect(lengths.size).toBe(1);
  });

  test('an answer from an earlier move is none, whatever nonce the relay writes beside it', async () => {
    const { phone, laptop } = await asked();
    const old = laptop.last();
    phone.handover.ask(CALL, annLaptop);
    const nonce = (JSON.parse(atob(phone.last())) as { nonce: string }).nonce;
    phone.handover.hear(annLaptop, old);
    phone.handover.hear(annLaptop, btoa(JSON.stringify({ ...JSON.parse(atob(old)), nonce })));
    await quiet();
    expect(phone.events).toEqual([]);
  });

  test('nor is one of another device or another call, or to nobody’s question', async () => {
    const { phone, laptop } = await asked();
    phone.handover.hear(tablet, laptop.last());
    phone.handover.hear(annLaptop, btoa(JSON.stringify({ ...JSON.parse(atob(laptop.last())), call: uuid(0xca12) })));
    const other = createSide(annPhone);
    other.handover.hear(annLaptop, laptop.last());
    await quiet();
    expect([...phone.events, ...other.events]).toEqual([]);
  });

  test('[DL6] a device that the list does not name is told nothing', async () => {
    const laptop = createSide(annLaptop, [annLaptop]);
    laptop.handover.tell(CALL, annPhone, 'nonce', had);
    await quiet();
    expect(laptop.said).toEqual([]);
  });

  test('what is about something else is left to others', () => {
    const { handover, events } = createSide(annPhone);
    for (const said of ['', 'no base64!', btoa('{'), btoa('{"type":"offer","session":"s","commitment":""}')])
      expect(handover.hear(annLaptop, said)).toBe(false);
    expect(events).toEqual([]);
  });
});
