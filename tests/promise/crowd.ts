import { randomInt } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { ulid } from 'ulid';
import { vi } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { OutgoingEnvelope } from '#shared/protocol/envelope.ts';
import { type Seeded, seed } from '../bench/servers/seed.ts';
import { sealed } from '../relay/test-client.ts';
import { createDevice, type Device } from './device.ts';
import { type Happening, judge, type Verdict } from './history.ts';

const LONGEST_VISIT_MS = 30_000;
const LONGEST_ABSENCE_MS = 20_000;
/** Before one who found nobody tries again. */
const PATIENCE_MS = 500;
/** At the end: for what waits to be seen. */
const LAST_PATIENCE_MS = 60_000;

/** Pairs of people who come, write to each other and go, over and over, whether or not there is a relay. */
export interface Crowd {
  /** How often one of them has come. */
  visits(): number;
  /** From now on nobody goes anymore. When everybody has what was written to them the history is judged. */
  settle(): Promise<Verdict>;
}

const threadTo = (one: Seeded, other: Seeded): OutgoingEnvelope => ({
  id: ulid(),
  conversation: directConversation(one.account, other.account),
  to: other.account,
  suite: 1,
  body: '',
  sealed: [{ account: other.account, device: other.device, box: sealed() }],
});

/** Makes the people, in a fresh data folder and before a relay runs on it. */
export const gatherCrowd = async (dataDir: string, count: number) => {
  const people = await seed(dataDir, { people: count, contacts: 1 });

  return (url: string): Crowd => {
    const history: Happening[] = [];
    let visits = 0;
    let staying = false;

    const deviceOf = (one: Seeded, place: number): Device => {
      const other = people[place ^ 1];
      return createDevice({
        url,
        session: {
          token: one.token,
          account: { uid: one.account, login: `person-${place}`, role: 'person' },
          device: one.device,
        },
        threads: other ? [threadTo(one, other)] : [],
        underWay: 1,
        acknowledgesFirst: false,
        resumes: true,
        record: (happening) => history.push(happening),
      });
    };

    const live = async (device: Device): Promise<void> => {
      await pass(randomInt(LONGEST_ABSENCE_MS));
      for (;;) {
        const came = await device.come().then(
          () => true,
          () => false, // the relay is being started again
        );
        if (!came) await pass(randomInt(PATIENCE_MS));
        else {
          visits += 1;
          if (!staying) device.write();
          const until = performance.now() + randomInt(LONGEST_VISIT_MS);
          while (device.isHere() && performance.now() < until && !staying) await pass(PATIENCE_MS);
          if (staying && device.isHere()) return;
          device.leave();
          if (!staying) await pass(randomInt(LONGEST_ABSENCE_MS));
        }
      }
    };

    const devices = people.map(deviceOf);
    const lives = devices.map(live);

    return {
      visits: () => visits,
      async settle() {
        staying = true;
        await Promise.all(lives);
        const isSeen = (): boolean =>
          devices.every((device) => device.waiting() === 0) && judge(history).lost.length === 0;
        await vi.waitUntil(isSeen, { timeout: LAST_PATIENCE_MS, interval: 2_000 }).catch(() => undefined);
        for (const device of devices) device.leave();
        return judge(history);
      },
    };
  };
};
