import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { Instant } from '#shared/protocol/ids.ts';
import type { Endpoint } from '../../hub/endpoint.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import { listedKeys } from '../../hub/listed-keys.ts';
import type { People, Person } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';
import { createInTurn, type InTurn } from '../../in-turn.ts';
import type { RelationChange, Shown, Store } from '../../store/store.ts';
import { act } from './relations.ts';

export interface RosterOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly store: Store;
  readonly requests: KeyedBuckets;
  readonly clock: () => Instant;
}

export interface Roster {
  readonly handlers: Pick<Handlers, 'contact'>;
  /**
   * The whole roster, as the first part of the greeting, and then `ready`: in the same turn, for a change that reaches
   * the disk right after the roster was read is told to whoever is ready.
   */
  greet(endpoint: Endpoint, ready: () => void): Promise<void>;
}

/** Who may wait for one person's answer: a roster of ten thousand is more than a socket takes, and would keep them out. */
const MOST_INCOMING = 1_000;
const AGAIN_SECONDS = 3_600;

const isBesieged = ({ others }: Person): boolean => {
  let incoming = 0;
  for (const relation of others?.values() ?? []) if (relation === 'incoming') incoming += 1;
  return incoming >= MOST_INCOMING;
};

/** Who knows whom. Knows nothing of presence, mail or calls: it only says that two people's relation has changed. */
export const createRoster = ({ hub, people, store, requests, clock }: RosterOptions): Roster => {
  const tell = (person: Person, other: Person): void =>
    hub.tell(person, {
      type: 'contact',
      contact: { account: other.uid, login: other.login, relation: people.relation(person, other) },
    });

  /** Of one now, for whom one is about to block. */
  const shownOf = async (self: Person): Promise<Shown> => {
    const [keys, [list = null]] = await Promise.all([store.deviceKeys([self.row]), store.deviceLists([self.row])]);
    return { devices: listedKeys(self, keys), list, ringSeconds: self.ringSeconds };
  };

  /** Each person's acts, one after the other: a block first reads what stays shown of them. */
  const turns = new WeakMap<Person, InTurn>();
  const turnsOf = (self: Person): InTurn => {
    const inTurn = turns.get(self) ?? createInTurn();
    turns.set(self, inTurn);
    return inTurn;
  };

  /** In memory at once, so that the next act sees it; told after it is on the disk. */
  const change = async (self: Person, other: Person, contactAct: ContactAct): Promise<void> => {
    const shown = contactAct === 'block' ? await shownOf(self) : undefined;
    const before = { mine: people.relation(self, other), theirs: people.relation(other, self) };
    const after = act(before, contactAct);
    const mine: RelationChange = { owner: self.row, other: other.row, relation: after.mine, shown };
    const theirs: RelationChange = { owner: other.row, other: self.row, relation: after.theirs };
    const changes = [
      ...(after.mine === before.mine ? [] : [mine]),
      ...(after.theirs === before.theirs ? [] : [theirs]),
    ];
    if (changes.length === 0) return;
    // With what either is shown of the other: a block without it would let everything through.
    const undone: readonly RelationChange[] = [
      { ...mine, relation: before.mine, shown: people.shownTo(self, other) },
      { ...theirs, relation: before.theirs, shown: people.shownTo(other, self) },
    ];
    people.relate(changes);
    try {
      await store.changeRelations(changes, clock());
    } catch (error) {
      people.relate(undone);
      throw error;
    }
    if (after.mine !== before.mine) tell(self, other);
    if (after.theirs !== before.theirs) tell(other, self);
    hub.emit('relationChanged', self, other);
  };

  return {
    handlers: {
      async contact(endpoint, { id, account, act: contactAct }) {
        const self = endpoint.device.person;
        const other = await people.load(account);
        if (!other || !people.finds(self, other))
          return hub.refuse(endpoint, id, 'not_found', 'account: nobody has this UID');
        if (other === self) return hub.ok(endpoint, id);
        if (contactAct === 'request' && people.relation(self, other) === 'none') {
          const wait = requests.take(self.uid, clock());
          if (wait > 0) return hub.refuse(endpoint, id, 'rate_limited', 'too many requests today', wait);
          // Whoever asks back does not wait, and whoever is blocked hears what others do.
          if (people.relation(other, self) !== 'outgoing' && isBesieged(other))
            return hub.refuse(endpoint, id, 'rate_limited', 'account: a thousand wait for an answer', AGAIN_SECONDS);
        }
        people.hold(other);
        try {
          await turnsOf(self)(() => change(self, other, contactAct));
        } finally {
          people.release(other);
        }
        hub.ok(endpoint, id);
      },
    },

    async greet(endpoint, ready) {
      const contacts = await store.roster(endpoint.device.person.row);
      if (endpoint.phase !== 'greeting') return;
      hub.write(endpoint, `{"type":"roster","contacts":${contacts}}`);
      ready();
    },
  };
};
