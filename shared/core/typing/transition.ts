import type { AccountId } from '#shared/protocol/ids.ts';
import { assertNever } from '../assert-never.ts';
import type { Moment, Step } from '../moment.ts';
import type { Typing } from './typing.ts';

/** For how long a word of it is shown (SPEC TY4): a hand may rest longer than the sender repeats it. */
export const SHOWN_MS = 6_000;

export type TypingEvent =
  | { readonly type: 'typing-told'; readonly person: AccountId; readonly typing: boolean }
  /** Their message is here, or nobody can know any more. */
  | { readonly type: 'typing-over'; readonly people: 'all' | readonly AccountId[] }
  | { readonly type: 'typing-timer' };

export type TypingEffect =
  | { readonly type: 'timer'; readonly timer: 'typing'; readonly ms: number }
  | { readonly type: 'timer-end'; readonly timer: 'typing' };

export const nobodyTypes: Typing = new Map();

/** The timer runs to the next one that is over. */
const keep = (
  state: Typing,
  entries: readonly (readonly [AccountId, number])[],
  now: number,
): Step<Typing, TypingEffect> => {
  if (entries.length === 0)
    return state.size === 0 ? [state, []] : [nobodyTypes, [{ type: 'timer-end', timer: 'typing' }]];
  const next = Math.min(...entries.map(([, until]) => until));
  return [new Map(entries), [{ type: 'timer', timer: 'typing', ms: next - now }]];
};

export const typing = (state: Typing, event: TypingEvent & Moment): Step<Typing, TypingEffect> => {
  const entries = [...state];
  switch (event.type) {
    case 'typing-told': {
      const others = entries.filter(([person]) => person !== event.person);
      return event.typing
        ? keep(state, [...others, [event.person, event.now + SHOWN_MS]], event.now)
        : keep(state, others, event.now);
    }
    case 'typing-over': {
      const { people } = event;
      return keep(state, people === 'all' ? [] : entries.filter(([person]) => !people.includes(person)), event.now);
    }
    case 'typing-timer':
      return keep(
        state,
        entries.filter(([, until]) => until > event.now),
        event.now,
      );
    default:
      return assertNever(event);
  }
};
