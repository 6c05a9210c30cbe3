import { ticket } from '#shared/protocol/account.ts';
import type { RelayApi } from '../ports.ts';
import { ask, read } from './read-answer.ts';

/** Of the relay's HTTP API what every socket begins with. */
export const ticketApi: Pick<RelayApi, 'ticket'> = {
  ticket: async (relay, token) => {
    const answer = read(ticket, await ask(relay, '/api/ws-ticket', { method: 'POST', token }));
    return answer.ok ? { ok: true, value: answer.value.ticket } : answer;
  },
};
