import type { Finding } from '#shared/protocol/setup-check.ts';

// The setup check in each of its states, for pictures of it.

const URL = 'turn:turn.example.org:3478';

const fine: readonly Finding[] = [
  { id: 'database', state: 'ok', found: 'database-writes', amount: 1.4 },
  { id: 'address', state: 'ok', found: 'address-fits', about: 'https://talk.example.org' },
  { id: 'proxy', state: 'ok', found: 'proxy-trusted' },
  { id: 'certificate', state: 'ok', found: 'certificate-good', about: 'talk.example.org', amount: 62 },
  { id: 'data-folder', state: 'ok', found: 'folder-private', about: '/srv/tincan/data' },
  { id: 'disk', state: 'ok', found: 'disk-room', amount: 41e9 },
  { id: 'clock', state: 'ok', found: 'clock-right', amount: 1 },
  { id: 'push-keys', state: 'ok', found: 'push-keys-kept', about: '/srv/tincan/data/vapid-keys.json' },
  { id: 'push-subject', state: 'ok', found: 'push-subject-set', about: 'mailto:ann@talk.example.org' },
  {
    id: 'push-services',
    state: 'ok',
    found: 'push-services-answer',
    about: 'fcm.googleapis.com, updates.push.services.mozilla.com, web.push.apple.com',
  },
  { id: 'stun', state: 'skipped', found: 'stun-by-turn' },
  { id: 'turn-udp', state: 'ok', found: 'turn-answers', about: URL },
  { id: 'turn-tcp', state: 'ok', found: 'turn-answers', about: `${URL}?transport=tcp` },
  { id: 'turn-tls', state: 'skipped', found: 'turn-way-none' },
  { id: 'secure-here', state: 'ok', found: 'secure' },
  { id: 'socket-here', state: 'ok', found: 'socket-opens', amount: 41 },
  { id: 'clock-here', state: 'ok', found: 'clock-agrees', amount: 0 },
  { id: 'turn-udp-here', state: 'ok', found: 'turn-carries', about: URL, amount: 28 },
  { id: 'turn-tcp-here', state: 'ok', found: 'turn-carries', about: `${URL}?transport=tcp`, amount: 54 },
  { id: 'turn-tls-here', state: 'skipped', found: 'turn-absent' },
  { id: 'push-here', state: 'ok', found: 'push-subscribed' },
  { id: 'push-trip-here', state: 'ok', found: 'push-arrived', amount: 612 },
];

const broken: readonly Finding[] = [
  { id: 'proxy', state: 'failed', found: 'proxy-not-trusted' },
  { id: 'certificate', state: 'warning', found: 'certificate-ends', about: 'talk.example.org', amount: 1 },
  { id: 'data-folder', state: 'failed', found: 'folder-open', about: '/srv/tincan/data', said: '0755' },
  { id: 'turn-udp', state: 'failed', found: 'turn-refused', about: URL, said: '401' },
  { id: 'turn-udp-here', state: 'failed', found: 'turn-carries-nothing', about: URL },
  { id: 'push-here', state: 'skipped', found: 'push-not-allowed' },
  { id: 'push-trip-here', state: 'skipped', found: 'not-tried' },
];

const withFlaws = fine.map((finding) => broken.find(({ id }) => id === finding.id) ?? finding);

/** What has been found; `running`: the rest is still on its way. */
export interface SetupCheckState {
  readonly findings: readonly Finding[];
  readonly running?: boolean;
}

export const setupCheckStates: Readonly<Record<string, SetupCheckState>> = {
  'setup-check-fine': { findings: fine },
  'setup-check-broken': { findings: withFlaws },
  'setup-check-running': {
    findings: fine.filter(({ id }) => id === 'secure-here' || id === 'socket-here'),
    running: true,
  },
};
