import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { RelayFrame } from '#shared/protocol/frames.ts';
import { type RoomNews, type RoomRecord, roomNews } from '#shared/protocol/room.ts';
import type { TestDevice } from './test-client.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** What the link of a room shows to the relay. */
export interface RoomKeys {
  readonly room: string;
  readonly proof: string;
}

export const newKeys = (): RoomKeys => ({
  room: Array.from(randomBytes(10), (byte) => LETTERS[byte % LETTERS.length]).join(''),
  proof: randomBytes(32).toString('base64'),
});

/** Bytes that stand for a sealed name. */
export const ABOUT = randomBytes(48).toString('base64');

export const OK = { type: 'ok' } as const;
export const refusedWith = (error_code: string) => ({ type: 'error', error_code });

export const newVisit = (): string => randomBytes(16).toString('hex');

export const make = async (creator: TestDevice, waiting_room = false, keys = newKeys()): Promise<RoomKeys> => {
  expect(await creator.ask({ type: 'room-create', ...keys, about: ABOUT, waiting_room })).toMatchObject(OK);
  return keys;
};

export const join = (device: TestDevice, keys: RoomKeys, visit = newVisit()): Promise<RelayFrame> =>
  device.ask({ type: 'room-join', ...keys, visit });

type NewsOf<Type extends RoomNews['type']> = Extract<RoomNews, { type: Type }>;

/** The first news of this type not yet taken that fits; it must be as the schema says. */
export const news = async <Type extends RoomNews['type']>(
  device: TestDevice,
  type: Type,
  fits: (news: NewsOf<Type>) => boolean = () => true,
): Promise<NewsOf<Type>> => {
  const frame = await device.next('room', ({ news }) => {
    const parsed = roomNews.parse(news);
    return parsed.type === type && fits(parsed as NewsOf<Type>);
  });
  return roomNews.parse(frame.news) as NewsOf<Type>;
};

/** The next record that fits. */
export const recordWhere = async (
  device: TestDevice,
  fits: (record: RoomRecord) => boolean = () => true,
): Promise<RoomRecord> => (await news(device, 'record', ({ record }) => fits(record))).record;

export const accountsIn = ({ inside }: RoomRecord): readonly string[] => inside.map(({ account }) => account);

/** The record in which just these are inside. */
export const recordOf = (device: TestDevice, ...inside: readonly TestDevice[]): Promise<RoomRecord> =>
  recordWhere(device, (record) => accountsIn(record).join() === inside.map(({ uid }) => uid).join());

/** A room by the first, where all of them are inside; each has taken all records so far. */
export const together = async (
  [creator, ...others]: readonly [TestDevice, ...TestDevice[]],
  waiting_room = false,
): Promise<RoomKeys> => {
  const keys = await make(creator, waiting_room);
  const inside: TestDevice[] = [];
  for (const device of [creator, ...others]) {
    expect(await join(device, keys)).toMatchObject(OK);
    if (waiting_room && device !== creator) {
      await news(device, 'knocking');
      expect(await admit(creator, keys, device)).toMatchObject(OK);
    }
    inside.push(device);
    for (const each of inside) await recordOf(each, ...inside);
  }
  for (const device of inside) forget(device);
  return keys;
};

/** What it was told of rooms so far. */
const forget = ({ frames }: TestDevice): void => {
  const others = frames.filter(({ type }) => type !== 'room');
  frames.splice(0, frames.length, ...others);
};

export const admit = (host: TestDevice, { room }: RoomKeys, { uid: account }: TestDevice, yes = true) =>
  host.ask({ type: 'room-admit', room, account, admit: yes });

export const remove = (host: TestDevice, { room }: RoomKeys, { uid: account }: TestDevice) =>
  host.ask({ type: 'room-remove', room, account });

/** A signal in that room; nothing answers it where it passes. */
export const signal = (from: TestDevice, { room }: RoomKeys, to: string, sealed = 'c2VhbGVk'): void =>
  from.send({ type: 'room-signal', room, to, kind: 'offer', sealed });

/** Resolves to all that the relay has told this device of rooms and nobody has taken. */
export const untaken = async (device: TestDevice): Promise<readonly RoomNews[]> => {
  await device.ask({ type: 'devices', accounts: [device.uid] });
  return device.frames.flatMap((frame) => (frame.type === 'room' ? [roomNews.parse(frame.news)] : []));
};
