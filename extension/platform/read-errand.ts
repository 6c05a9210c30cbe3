import * as z from 'zod/mini';
import { parseRoomLink } from '#shared/core/rooms/link.ts';
import { callMedia } from '#shared/protocol/call.ts';
import { accountId, callId } from '#shared/protocol/ids.ts';
import type { Errand } from './errand.ts';

const fragment = z.union([
  z.object({ call: accountId, media: callMedia }),
  z.object({ answer: callId, media: callMedia }),
  z.object({ ring: callId }),
  z.object({ move: callId }),
  z.object({ room: z.string() }),
]);

/** What a fragment asks for; one that asks for nothing known only shows the window. */
export const errandIn = (text: string): Errand => {
  const asked = fragment.safeParse(Object.fromEntries(new URLSearchParams(text.replace(/^#/, ''))));
  if (!asked.success) return { kind: 'show' };
  const { data } = asked;
  if ('call' in data) return { kind: 'call', person: data.call, media: data.media };
  if ('answer' in data) return { kind: 'answer', call: data.answer, media: data.media };
  if ('room' in data) return parseRoomLink(data.room) ? { kind: 'room', link: data.room } : { kind: 'show' };
  return 'ring' in data ? { kind: 'ring', call: data.ring } : { kind: 'move', call: data.move };
};
