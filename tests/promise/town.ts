import { randomInt } from 'node:crypto';
import { vi } from 'vitest';
import { befriend, envelopeFor, newDevice, newPerson, type TestDevice } from '../relay/test-client.ts';
import { createDevice, type Device } from './device.ts';
import { type Happening, judge, type MessageKey, type Verdict } from './history.ts';

/** Longest time without a tick. */
const PATIENCE_MS = 20_000;
/** At the end: for what has been ticked to be seen everywhere. */
const LAST_PATIENCE_MS = 10_000;

export interface TownOptions {
  /** How many messages each device keeps under way. */
  readonly underWay: number;
  readonly acknowledgesFirst?: boolean;
}

/** Four people on five devices who all know each other, and what happens among them. */
export interface Town {
  readonly devices: readonly Device[];
  everyoneComes(): Promise<void>;
  /** Two or more of them, by chance. */
  someCome(): Promise<void>;
  everyoneLeaves(): void;
  talk(): void;
  /** One who is there dies and comes back. */
  stumble(): Promise<void>;
  /** Resolves when so many more messages have been ticked. */
  ticks(count: number): Promise<void>;
  /** All messages that have been ticked so far. */
  ticked(): ReadonlySet<MessageKey>;
  /** Everyone comes, sends what waits and one last message to each; then the history is judged. */
  settle(): Promise<Verdict>;
}

const shuffled = <T>(list: readonly T[]): readonly T[] =>
  list
    .map((item) => ({ item, place: randomInt(2 ** 32) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** Registers everyone at the relay; nobody is online afterwards. */
export const foundTown = async (url: string, { underWay, acknowledgesFirst = false }: TownOptions): Promise<Town> => {
  const ann = await newPerson(url, 'ann');
  const people = [ann, await newPerson(url, 'bo'), await newPerson(url, 'cy'), await newPerson(url, 'dee')];
  for (const [index, one] of people.entries()) for (const other of people.slice(index + 1)) await befriend(one, other);
  const clients: readonly TestDevice[] = [...people, await newDevice(ann)];

  const history: Happening[] = [];
  let ticked = 0;
  const record = (happening: Happening): void => {
    history.push(happening);
    if (happening.what === 'ticked') ticked += 1;
  };

  const devices: Device[] = [];
  for (const client of clients) {
    const others = people.filter(({ uid }) => uid !== client.uid);
    const threads = await Promise.all(others.map(({ uid }) => envelopeFor(client, uid)));
    devices.push(createDevice({ url, session: client.session, threads, underWay, acknowledgesFirst, record }));
  }
  const byId = new Map(devices.map((device) => [device.id, device]));
  for (const client of clients) client.terminate();

  const comeAll = async (some: readonly Device[]): Promise<void> => {
    await Promise.all(some.filter((device) => !device.isHere()).map((device) => device.come()));
  };

  const ticks = async (count: number): Promise<void> => {
    const wanted = ticked + count;
    while (ticked < wanted) {
      const before = ticked;
      await vi.waitUntil(() => ticked > before, { timeout: PATIENCE_MS, interval: 1 });
    }
  };

  return {
    devices,
    everyoneComes: () => comeAll(devices),
    someCome: () => comeAll(shuffled(devices).slice(0, randomInt(2, devices.length + 1))),
    everyoneLeaves() {
      for (const device of devices) device.leave();
    },
    talk() {
      for (const device of devices) device.talk();
    },
    async stumble() {
      const one = shuffled(devices.filter((device) => device.isHere()))[0];
      one?.leave();
      await one?.come();
    },
    ticks,
    ticked: () => new Set(history.flatMap((one) => (one.what === 'ticked' ? [one.message] : []))),
    async settle() {
      for (const device of devices) device.hush();
      await comeAll(devices);
      const last = devices.flatMap((device) => device.write());
      // What came before the last message of a thread is there with it, or never will be.
      const isOver = (): boolean =>
        devices.every((device) => device.waiting() === 0) &&
        last.every(({ message, recipients }) => recipients.every((id) => byId.get(id)?.shows(message)));
      await vi.waitUntil(isOver, { timeout: LAST_PATIENCE_MS, interval: 10 }).catch(() => undefined);
      return judge(history);
    },
  };
};
