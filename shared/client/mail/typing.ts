import type { AccountId, Instant } from '#shared/protocol/ids.ts';
import type { Clock } from '../ports.ts';
import type { Line } from '../relay/line.ts';

/** While someone goes on writing it is said again, well before the last word of it is over (SPEC TY4). */
const AGAIN_MS = 3_000;
/** The relay lets one a second through (SPEC TY3). */
const APART_MS = 1_000;

/** Tells people that one is writing to them. */
export interface TypingNotes {
  tell(person: AccountId, typing: boolean): void;
  close(): void;
}

export const createTypingNotes = (clock: Clock, line: Line): TypingNotes => {
  let told: { readonly person: AccountId; readonly typing: boolean; readonly at: Instant } | undefined;
  let cancel = (): void => {};

  const send = (person: AccountId, typing: boolean): void => {
    told = { person, typing, at: clock.now() };
    line.send({ type: 'typing', to: person, typing });
  };

  const isKnown = (person: AccountId, typing: boolean): boolean => {
    if (told?.person !== person) return !typing;
    return told.typing === typing && (!typing || clock.now() - told.at < AGAIN_MS);
  };

  return {
    tell: (person, typing) => {
      cancel();
      if (!line.welcome() || isKnown(person, typing)) return;
      const wait = told ? told.at + APART_MS - clock.now() : 0;
      if (wait <= 0) return send(person, typing);
      cancel = clock.after(wait, () => send(person, typing));
    },
    close: () => cancel(),
  };
};
