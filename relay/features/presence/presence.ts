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
  /** Changes of one person that are told in a second. */
  readonly most: number;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

/** Why a reader is told: the other has come, gone or changed, or the two have just become contacts. */
type Occasion = 'changed' | 'met';

export interface PresenceFeature {
  readonly handlers: Pick<Handlers, 'activity'>;
  greet(endpoint: Endpoint): void;
}

const isGreeted = ({ phase }: Endpoint): boolean => phase === 'ready';
const isActive = ({ phase, active }: Endpoint): boolean => phase === 'ready' && active;

/** The one rule of PR1. */
export const presenceOf = (person: Person): Presence => {
  const { uid: account, endpoints, inCall, inRoom, lastSeen } = person;
  if (inCall || inRoom) return { account, status: 'in-call' };
  if (endpoints.some(isActive)) return { account, status: 'online' };
  if (endpoints.some(isGreeted)) return { account, status: 'away' };
  return { account, status: 'offline', ...(lastSeen === null ? {} : { last_seen: lastSeen }) };
};

/** Who is there, told to accepted contacts only. */
export const createPresence = ({ hub, people, store, most, clock, onError }: PresenceOptions): PresenceFeature => {
  /** For each reader, of whom there is news. */
  let news = new Map<Person, Map<Person, Occasion>>();
  /** How many changes of each person were told since the last tick, and whose newest waits for the next one. */
  const told = new Map<Person, number>();
  const late = new Set<Person>();

  const mayKnow = (reader: Person, subject: Person): boolean =>
    people.relation(subject, reader) === 'contact' && people.relation(reader, subject) === 'contact';

  /**
   * Somebody who blocks the reader looks as if they had gone. Nobody is told since when somebody they meet has been
   * gone: of one who blocks them it could not be said.
   */
  const asSeen = (reader: Person, subject: Person, occasion: Occasion): Presence => {
    const gone: Presence = { account: subject.uid, status: 'offline', last_seen: clock() };
    const presence = mayKnow(reader, subject) ? presenceOf(subject) : gone;
    return occasion === 'met' && presence.status === 'offline' ? { account: subject.uid, status: 'offline' } : presence;
  };

  const flush = (): void => {
    const gathered = news;
    news = new Map();
    /** What all readers are told of a subject that may know of it: in a storm, the same to each of a thousand. */
    const texts = new Map<Person, string>();
    const textOf = (reader: Person, subject: Person, occasion: Occasion): string => {
      if (occasion === 'met' || !mayKnow(reader, subject)) return JSON.stringify(asSeen(reader, subject, occasion));
      const text = texts.get(subject) ?? JSON.stringify(presenceOf(subject));
      texts.set(subject, text);
      return text;
    };
    for (const [reader, subjects] of gathered) {
      if (!reader.endpoints.some(isGreeted)) continue;
      const news: string[] = [];
      for (const [subject, occasion] of subjects) {
        // Whoever has been removed or blocked meanwhile is no news anymore.
        if (people.relation(reader, subject) === 'contact') news.push(textOf(reader, subject, occasion));
      }
      if (news.length > 0) hub.tellText(reader, `{"type":"presence","people":[${news.join(',')}]}`);
    }
  };

  const note = (reader: Person, subject: Person, occasion: Occasion): void => {
    if (!reader.endpoints.some(isGreeted)) return;
    if (news.size === 0) setTimeout(flush, GATHER_MS);
    const subjects = news.get(reader) ?? new Map<Person, Occasion>();
    news.set(reader, subjects);
    if (occasion === 'changed' || !subjects.has(subject)) subjects.set(subject, occasion);
  };

  const changed = (person: Person): void => {
    const { status } = presenceOf(person);
    if (person.presence === status) return;
    const before = told.get(person) ?? 0;
    if (before >= most) {
      if (!late.has(person)) people.hold(person);
      late.add(person);
      return;
    }
    told.set(person, before + 1);
    person.presence = status;
    for (const row of person.contacts) {
      const reader = people.byRow(row);
      if (reader && mayKnow(reader, person)) note(reader, person, 'changed');
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
      if (people.relation(reader, subject) !== 'contact') continue;
      if (mayKnow(reader, subject) || reader === one) note(reader, subject, 'met');
      // Blocked. Of somebody who was not there before there is nothing new.
      else if (subject.presence !== 'offline') note(reader, subject, 'changed');
    }
  });
  hub.on('tick', () => {
    told.clear();
    const waiting = [...late];
    late.clear();
    for (const person of waiting) {
      people.release(person);
      changed(person);
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
