import { request } from 'node:https';
import { join, resolve } from 'node:path';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { failed, ok, skipped, warning, wordsOf } from './finding.ts';

/** Of Chromium and its kin, Firefox, and Safari. Those of Edge on Windows have no address in common. */
export const PUSH_SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
];

const PATIENCE_MS = 5_000;
/** Half a minute is what the answers may be late and the whole seconds of `Date` may hide. */
const RIGHT_SECONDS = 30;

/** What a server said when it was asked for nothing: whatever it was, it is there. */
export interface Heard {
  readonly host: string;
  /** What its clock is ahead of ours, in seconds; missing where it does not say. */
  readonly ahead?: number;
  /** Why there was no answer. */
  readonly error?: string;
}

/** Asks for the head of the first page: nothing in it tells of anybody. */
export const hear = (host: string): Promise<Heard> =>
  new Promise((done) => {
    const asked = Date.now();
    const question = request(
      `https://${host}/`,
      { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) },
      ({ headers: { date = '' } }) => {
        question.destroy();
        const halfway = (asked + Date.now()) / 2;
        const ahead = (Date.parse(date) - halfway) / 1000;
        done({ host, ...(Number.isFinite(ahead) && { ahead }) });
      },
    );
    question.on('error', (error) => done({ host, error: wordsOf(error) }));
    question.end();
  });

/** Whether pushes can get out. `heard` of the services. */
export const checkPushServices = (heard: readonly Heard[]): Finding => {
  const silent = heard.filter(({ error }) => error !== undefined);
  const names = (some: readonly Heard[]) => some.map(({ host }) => host).join(', ');
  if (silent.length === 0) return ok('push-services', 'push-services-answer', { about: names(heard) });
  const state = silent.length < heard.length ? warning : failed;
  return state('push-services', 'push-services-silent', { about: names(silent), said: silent[0]?.error ?? '' });
};

/** The clock of this machine beside those of `heard`, by the one in the middle. Nobody else is asked for the time. */
export const checkClock = (heard: readonly Heard[]): Finding => {
  const clocks = heard.flatMap(({ ahead }) => (ahead === undefined ? [] : [ahead])).toSorted((a, b) => a - b);
  const ahead = clocks[Math.floor((clocks.length - 1) / 2)];
  if (ahead === undefined) return skipped('clock', 'clock-unknown');
  const amount = Math.round(Math.abs(ahead));
  return amount > RIGHT_SECONDS ? failed('clock', 'clock-wrong', { amount }) : ok('clock', 'clock-right', { amount });
};

/** Resolves to nothing where there is none yet, and rejects where it cannot be read. */
export type PushKey = () => Promise<string | undefined>;

export const checkPushKeys = async (dataDir: string, pushKey: PushKey): Promise<Finding> => {
  const about = join(resolve(dataDir), 'vapid-keys.json');
  try {
    const key = await pushKey();
    return key === undefined
      ? skipped('push-keys', 'push-keys-later', { about })
      : ok('push-keys', 'push-keys-kept', { about });
  } catch (error) {
    return failed('push-keys', 'push-keys-broken', { about, said: wordsOf(error) });
  }
};

/** `subject`: what is told where nothing better is known ends in `.invalid` (RFC 6761), which some services refuse. */
export const checkPushSubject = (subject: string): Finding =>
  subject.endsWith('.invalid')
    ? warning('push-subject', 'push-subject-none')
    : ok('push-subject', 'push-subject-set', { about: subject });
