import type { CallParty, CallRecord } from '#shared/protocol/call.ts';
import { type CallBook, createCallBook, type Invitation } from '../../relay/features/calls/call-book.ts';

export const TIMES = { ringMs: 60_000, callerGoneMs: 10_000, bothGoneMs: 120_000 };

export interface Desk {
  readonly book: CallBook;
  /** Every record anyone was told, in order. */
  readonly told: CallRecord[];
  /** Ids of calls whose summary was put into mailboxes. */
  readonly summaries: string[];
  readonly saved: CallRecord[];
}

export const desk = (): Desk => {
  const told: CallRecord[] = [];
  const summaries: string[] = [];
  const saved: CallRecord[] = [];
  const book = createCallBook(TIMES, ({ record }, effects) => {
    for (const { type } of effects) {
      if (type === 'record') told.push(record);
      else if (type === 'saved') saved.push(record);
      else summaries.push(record.call);
    }
  });
  return { book, told, summaries, saved };
};

export const party = (account: string, device = `${account}-1`, endpoint = `${device}-socket`): CallParty => ({
  account,
  device,
  endpoint,
});

export const invitation = (
  call: string,
  caller: CallParty,
  callee: string,
  standing: Invitation['standing'] = 'contact',
  waiting = false,
  ringSeconds?: number,
): Invitation => ({
  call,
  caller,
  callee,
  media: 'audio',
  standing,
  waiting,
  ringSeconds,
});
