import type { Presence } from '#shared/protocol/frames.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import type { People, Person } from '../../hub/people.ts';
import type { Store } from '../../store/store.ts';

/** Long enough to make one frame of a storm, short enough not to be noticed (measured: a fifth of the work). */
const GATHER_MS = 100;

export interface PresenceOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

export interface PresenceFeature {
  readonly handlers: Pick<Handlers, 'activity'>;
  greet(endpoint: Endpoint): void;
}

const isGreeted = ({ phase }: Endpoint): boolean => phase === 'ready';
const isActive = ({ phase, active }: Endpoint): boolean => phase === 'ready' && active;

/** The one rule of PR1. */
export const presenceOf = (person: Person): Presence => {
  const { uid: account, endpoints, inCall, lastSeen } = person;
  if (inCall) return { account, status: 'in-call' };
  if (endpoints.some(isActive)) return { account, status: 'online' };
  if (endpoints.some(isGreeted)) return { account, status: 'away' };
  return { account, status: 'offline', ...(lastSeen === null ? {} : { last_seen: lastSeen }) };
};

/** Who is there, told to accepted contacts only. */
export const createPresence = ({ hub, people, store, clock, onError }: PresenceOptions): PresenceFeature => {
  /** For each reader, of whom there is news. */
  let news = new Map<Person, Set<Person>>();

  const mayKnow = (reader: Person, subject: Person): boolean =>
    people.relation(subject, reader) === 'contact' && people.relation(reader, subject) === 'contact';

  /** Somebody who has blocked the reader looks as if they were not there. */
  const asSeen = (reader: Person, subject: Person): Presence =>
    mayKnow(reader, subject) ? presenceOf(subject) : { account: subject.uid, status: 'offline' };

  const flush = (): void => {
    const gathered = news;
    news = new Map();
    for (const [reader, subjects] of gathered) {
      // Whoever has been removed or blocked meanwhile is no news anymore.
      const known = [...subjects].filter((subject) => people.relation(reader, subject) === 'contact');
      if (known.length > 0 && reader.endpoints.some(isGreeted))
        hub.tell(reader, { type: 'presence', people: known.map((subject) => asSeen(reader, subject)) });
    }
  };

  const note = (reader: Person, subject: Person): void => {
    if (!reader.endpoints.some(isGreeted)) return;
    if (news.size === 0) setTimeout(flush, GATHER_MS);
    const subjects = news.get(reader);
    if (subjects) subjects.add(subject);
    else news.set(reader, new Set([subject]));
  };

  const changed = (person: Person): void => {
    const { status } = presenceOf(person);
    if (person.presence === status) return;
    person.presence = status;
    for (const row of person.contacts) {
      const reader = people.byRow(row);
      if (reader && mayKnow(reader, person)) note(reader, person);
    }
  };

  hub.on('arrived', ({ device }) => changed(device.person));
  hub.on('activityChanged', changed);
  hub.on('inCallChanged', changed);
  hub.on('left', ({ device: { person } }) => {
    if (!person.endpoints.some(isGreeted)) {
      person.lastSeen = clock();
      store.saveLastSeen(person.row, person.lastSeen).catch(onError);
    }
    changed(person);
  });
  hub.on('relationChanged', (one, other) => {
    for (const [reader, subject] of [
      [one, other],
      [other, one],
    ] as const) {
      if (people.relation(reader, subject) === 'contact') note(reader, subject);
    }
  });

  return {
    handlers: {
      activity(endpoint, { active }) {
        if (endpoint.active === active) return;
        endpoint.active = active;
        hub.emit('activityChanged', endpoint.device.person);
      },
    },
    greet(endpoint) {
      const reader = endpoint.device.person;
      const present: Presence[] = [];
      for (const row of reader.contacts) {
        const subject = people.byRow(row);
        if (!subject || !mayKnow(reader, subject)) continue;
        const presence = presenceOf(subject);
        if (presence.status !== 'offline') present.push(presence);
      }
      if (present.length > 0) hub.send(endpoint, { type: 'presence', people: present });
    },
  };
};
