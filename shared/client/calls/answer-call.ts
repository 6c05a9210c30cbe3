import { isWaiting } from '#shared/core/call/answerable.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { CallId } from '#shared/protocol/ids.ts';
import type { Client } from '../client.ts';

/** Answers just this call, also where another one is shown. */
export const answerCall = ({ call, state }: Pick<Client, 'call' | 'state'>, id: CallId, media: CallMedia): void =>
  isWaiting(state().call, id) ? call.answerWaiting(id, media) : call.answer(media);
