import { render } from 'solid-js/web';
import type { Client } from '#shared/client/client.ts';
import type { AppState } from '#shared/core/app.ts';
import type { Finding } from '#shared/protocol/setup-check.ts';
import { App } from '#shared/ui/app.tsx';
import { CallWindowApp } from '#shared/ui/call-window-app.tsx';
import type { Host } from '#shared/ui/host.ts';
import { PopupApp } from '#shared/ui/popup-app.tsx';
import { WelcomeApp } from '#shared/ui/welcome-app.tsx';
import { createFakeClient } from '#tests/fakes/fake-client.ts';
import { createFakeRooms } from '#tests/fakes/fake-rooms.ts';
import { administration } from './administration.ts';
import { callStates } from './call-states.ts';
import { acts, administrator, alone, calls, home, offline, quiet, requests, signedOut, uid } from './people.ts';
import { face, page, picture } from './pictures.ts';
import { cardStates, outside, ROOM_LINK, roomStates } from './room-states.ts';
import { setupCheckStates } from './setup-check-states.ts';

// `?scene=active&host=popup&theme=light&language=ru#/with/UID`: one screen, as it is in the product; `&after=active`: as it
// is when that one is hung up.

const scenes = {
  signedOut,
  alone,
  home,
  acts,
  requests,
  quiet,
  offline,
  administration: administrator,
  ...calls,
  ...callStates,
};

const asked = new URLSearchParams(location.search);
const check = setupCheckStates[asked.get('scene') ?? ''];
const inRooms = { ...roomStates, ...cardStates }[asked.get('scene') ?? ''];
const chosen = scenes[(asked.get('scene') ?? 'home') as keyof typeof scenes];
const scene = check ? administrator : inRooms ? (inRooms.state ?? home) : chosen;
const before = scenes[asked.get('after') as keyof typeof scenes] as AppState | undefined;
const kind = (asked.get('host') ?? 'page') as Host['kind'];
localStorage.setItem('tincan.theme', JSON.stringify(asked.get('theme') ?? 'dark'));
localStorage.setItem('tincan.language', JSON.stringify(asked.get('language') ?? 'en'));

const device = (id: string, name: string, current: boolean) => ({
  id,
  device: uid(9),
  device_name: name,
  created_at: Date.now() - 9e8,
  last_used_at: Date.now() - 5e6,
  current,
});

const record = {
  uid: uid(9),
  login: 'ann',
  role: 'person' as const,
  email: null,
  findable: true,
  ring_seconds: null,
  default_ring_seconds: 60,
  created_at: Date.now() - 9e9,
  last_seen: null,
  sessions: [],
  contacts: [],
  push_endpoints: [],
  mail: { items: 0, bytes: 0 },
  files: { items: 0, bytes: 0 },
  backup_bytes: 0,
  rooms: [],
};

const streams = new Map([
  ['far', picture('#7a8a8f', '#2d3a45', face('#c99a78'))],
  ['self', picture('#8f7a6a', '#4a3527', face('#e0b08c'))],
  ['share', picture('#c8d6e0', '#8fa8ba', page)],
]);

const { room, look } = inRooms ?? outside;
const rooms = createFakeRooms(room, { link: ROOM_LINK, look: () => look ?? new Promise(() => {}), streams });

const fake = createFakeClient(before ?? scene, {
  rooms,
  people: [{ uid: uid(7), login: 'ida' }],
  administration,
  ...(check && { findings: check.findings }),
  record,
  sessions: [device('1', 'Chrome on Linux', true), device('2', 'Firefox on Android', false)],
  streams,
});

/** One whose check does not end. */
const looking = async (tell: (finding: Finding) => void): Promise<never> => {
  check?.findings.forEach(tell);
  return new Promise(() => {});
};

const client: Client = {
  ...fake,
  ...(before && { call: { ...fake.call, hangUp: () => fake.become(scene) } }),
  ...(check?.running && { account: { ...fake.account, checkSetup: looking } }),
};

/** For whoever tries what is on the screen: what was done, and what is to be shown next. */
const gallery = { rooms, fake };
export type Gallery = typeof gallery;
Object.assign(globalThis, { gallery });

const host: Host = {
  kind,
  startCall: (person, media) => client.call.start(person, media),
  answerCall: (_call, media) => client.call.answer(media),
  moveCall: client.call.moveHere,
  joinRoom: (link) => void client.rooms().then((rooms) => rooms?.join(link)),
  tabShare: asked.get('tabs') === 'no' ? 'unsupported' : 'supported',
  showCall: () => {},
  ...(kind === 'page' ? { relay: location.origin } : {}),
};

const Entry = { page: App, popup: PopupApp, 'call-window': CallWindowApp, welcome: WelcomeApp }[kind];
const root = document.getElementById('root');
if (root) render(() => <Entry client={client} host={host} />, root);
