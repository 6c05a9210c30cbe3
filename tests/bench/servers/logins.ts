import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../guard.ts';

const LOGIN = 'somebody';
const PASSWORD = 'twelve tins on a string';

const base64 = (bytes: number): string => randomBytes(bytes).toString('base64');
const device = () => ({
  name: 'bench',
  signing_key: base64(32),
  prekey: { id: 1, key: base64(32), signature: base64(64) },
});

export interface Logins {
  /** Resolves to how many were done. */
  stop(): Promise<number>;
}

/** An account at the relay, and someone who signs in to it so many times a second, whatever the answers take. */
export const startLogins = async (port: number, perSecond: number): Promise<Logins> => {
  const ask = async (path: string): Promise<void> => {
    const body = JSON.stringify({ login: LOGIN, password: PASSWORD, device: device() });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    must(response.status === 201, `${path} was answered with ${response.status} ${text}`);
  };
  await ask('/api/accounts');
  const stopped = new AbortController();
  const done = (async () => {
    const asked: Promise<void>[] = [];
    const start = performance.now();
    while (!stopped.signal.aborted) {
      asked.push(ask('/api/sessions'));
      await pause(Math.max(0, start + (asked.length * 1000) / perSecond - performance.now()));
    }
    await Promise.all(asked);
    return asked.length;
  })();
  return {
    stop() {
      stopped.abort();
      return done;
    },
  };
};
