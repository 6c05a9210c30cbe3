import type { Stamp } from '#shared/core/chat/timeline.ts';
import type { NewAct, NewTimerEntry } from '../ports.ts';
import type { ConversationRow } from './schema.ts';
import { isLater } from './stamp.ts';

/** For how many seconds messages of a conversation live, and the act that says so: the latest one stands. */
export interface TimerRow extends Stamp {
  readonly seconds: number;
}

export const withTimer = (row: ConversationRow, { at, id, seconds }: TimerRow): ConversationRow =>
  row.timer?.id === id || isLater({ at, id }, row.timer) ? { ...row, timer: { at, id, seconds } } : row;

/** The line that setting it leaves. */
export const timerEntry = (
  { id, conversation, author, at }: Pick<NewAct, 'id' | 'conversation' | 'author' | 'at'>,
  seconds: number,
): NewTimerEntry => ({ kind: 'timer', id, conversation, author, at, seconds });
