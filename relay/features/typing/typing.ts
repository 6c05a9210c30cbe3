import type { Instant } from '#shared/protocol/ids.ts';
import type { Handlers, Hub } from '../../hub/hub.ts';
import type { People } from '../../hub/people.ts';
import type { KeyedBuckets } from '../../hub/token-bucket.ts';

export interface TypingOptions {
  readonly hub: Hub;
  readonly people: People;
  readonly notes: KeyedBuckets;
  readonly clock: () => Instant;
}

/** Says to a contact who is here that one is writing to them. Nothing is kept, and nothing is refused. */
export const createTyping = ({ hub, people, notes, clock }: TypingOptions): Pick<Handlers, 'typing'> => ({
  typing({ device: { person } }, { to, typing }) {
    if (notes.take(person.uid, clock()) > 0) return;
    // Whoever is not in memory has no socket.
    const reader = people.get(to);
    if (!reader || people.relation(person, reader) !== 'contact' || people.relation(reader, person) !== 'contact')
      return;
    hub.tell(reader, { type: 'typing', from: person.uid, typing });
  },
});
