import type { ContactAct } from '#shared/protocol/client-frames.ts';
import type { Relation } from '#shared/protocol/frames.ts';
import { assertNever } from '../../assert-never.ts';

/** What two people are to each other: `mine` is what the other is to the one who acts, `theirs` the reverse. */
export interface Pair {
  readonly mine: Relation;
  readonly theirs: Relation;
}

/**
 * What an act makes of a pair. Total: an act that does not apply gives the same pair. Whoever is blocked sees their own
 * side change as if it had worked, and the other side stays as it is (RO4).
 */
export const act = (pair: Pair, contactAct: ContactAct): Pair => {
  const { mine, theirs } = pair;
  const blocked = theirs === 'blocked';
  switch (contactAct) {
    case 'request':
      if (mine === 'incoming') return blocked ? { mine: 'contact', theirs } : { mine: 'contact', theirs: 'contact' };
      if (mine !== 'none') return pair;
      if (theirs === 'outgoing') return { mine: 'contact', theirs: 'contact' }; // I declined them once: now both want it
      return blocked ? { mine: 'outgoing', theirs } : { mine: 'outgoing', theirs: 'incoming' };
    case 'accept':
      if (mine !== 'incoming') return pair;
      return { mine: 'contact', theirs: blocked ? theirs : 'contact' };
    case 'decline':
      if (mine !== 'incoming') return pair;
      return { mine: 'none', theirs }; // not told: their request stands until they take it back
    case 'remove':
      if (mine !== 'contact' && mine !== 'outgoing') return pair;
      return { mine: 'none', theirs: blocked ? theirs : 'none' };
    case 'block':
      return mine === 'blocked' ? pair : { mine: 'blocked', theirs };
    case 'unblock':
      if (mine !== 'blocked') return pair;
      return { mine: 'none', theirs: blocked ? theirs : 'none' };
    default:
      return assertNever(contactAct);
  }
};
