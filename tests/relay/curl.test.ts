import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ticket } from '#shared/protocol/account.ts';
import { people, relayFacts, session, sessionList } from '#shared/protocol/account-api.ts';
import { errorBody } from '#shared/protocol/errors.ts';
import { read } from '#tests/repo/sources.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';

const noCurl =
  spawnSync('curl', ['--version']).status === 0 ? undefined : 'curl is not installed (apt-get install curl)';

const chapter = /^## The HTTP API$(.*?)^## /ms.exec(read('README.md'))?.[1] ?? '';
const script = [...chapter.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines]) => lines).join('');

/** The objects in what the commands wrote one after the other. */
const objectsIn = (output: string): readonly unknown[] =>
  output
    .replaceAll('}{', '}\n{')
    .split('\n')
    .map((line) => JSON.parse(line));

describe('what the README asks of the HTTP API', () => {
  let relay: RunningRelay;
  beforeAll(async () => {
    relay = await startRelay();
  });
  afterAll(() => relay.stop());

  test('is answered', () => {
    expect(noCurl).toBeUndefined();
    expect(script).toContain('relay=http://localhost:9000\n');
    const own = script.replace('http://localhost:9000', relay.url);
    const output = execFileSync('bash', ['-euo', 'pipefail', '-c', own], { encoding: 'utf8' });
    const [health, facts, registered, sessions, found, opens, refused, ...more] = objectsIn(output);
    expect(health).toEqual({ status: 'ok' });
    expect(relayFacts.parse(facts).registration).toBe('open');
    const { account } = session.parse(registered);
    expect(
      sessionList
        .parse(sessions)
        .sessions.map(({ current }) => current)
        .sort(),
    ).toEqual([false, true]);
    expect(people.parse(found)).toEqual({ people: [{ uid: account.uid, login: 'ann' }] });
    expect(ticket.parse(opens).expires_in).toBe(30);
    expect(errorBody.parse(refused)).toEqual({ error_code: 'unauthorized', detail: 'no session' });
    expect(more).toEqual([]);
  });
});
