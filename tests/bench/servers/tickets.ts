import http from 'node:http';
import https from 'node:https';
import * as z from 'zod/mini';
import { ticket } from '#shared/protocol/account.ts';
import { must } from '../guard.ts';

/** Asks the relay for a single-use ticket for each session token, 32 at a time. Order is kept. */
export const fetchTickets = async (
  port: number,
  tls: boolean,
  tokens: readonly string[],
): Promise<readonly string[]> => {
  const web = tls ? https : http;
  const agent = new web.Agent({ keepAlive: true, maxSockets: 32, rejectUnauthorized: false });
  const ask = (token: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const request = web.request(
        {
          host: '127.0.0.1',
          port,
          agent,
          method: 'POST',
          path: '/api/ws-ticket',
          headers: { authorization: `Bearer ${token}` },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part) => (text += part));
          response.on('end', () => {
            try {
              must(response.statusCode === 200, `a ticket was refused: ${response.statusCode} ${text}`);
              resolve(z.parse(ticket, JSON.parse(text)).ticket);
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      request.on('error', reject);
      request.end();
    });
  const tickets = await Promise.all(tokens.map(ask));
  agent.destroy();
  return tickets;
};
