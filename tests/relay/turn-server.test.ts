import { createHmac } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noTurnServer, type RunningTurnServer, startTurnServer } from './start-turn-server.ts';
import { openTurnClient, type TurnClient, type TurnCredentials } from './turn-client.ts';

// coturn with the configuration that people are given.

const SECRETS = ['the secret that relay and TURN server share', 'the secret of last month, still in use'];
const HOUR_S = 3_600;

const credentials = (secret: string | undefined, seconds: number): TurnCredentials => {
  const username = `${Math.floor(Date.now() / 1000) + seconds}:0123456789abcdef`;
  return {
    username,
    credential: createHmac('sha1', secret ?? '')
      .update(username)
      .digest('base64'),
  };
};

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

if (noTurnServer) console.warn(`Whom the TURN server lets where is not tested: ${noTurnServer}.`);

describe.skipIf(noTurnServer)('a TURN server', () => {
  let server: RunningTurnServer;
  beforeAll(async () => {
    server = await startTurnServer({ secrets: SECRETS, relayAddresses: ['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])] });
  });
  afterAll(() => server?.stop());

  let client: TurnClient;
  const comes = (secret: string | undefined, seconds = HOUR_S): TurnClient => {
    client = openTurnClient(server.port, credentials(secret, seconds));
    return client;
  };
  afterEach(() => client.close());

  test.each(SECRETS)('[TU1] takes what is signed with %j while both are in use', async (secret) => {
    expect(await comes(secret).allocate(4)).toBe(200);
  });

  test('[TU1] refuses credentials that have ended, and such as another secret has signed', async () => {
    expect(await comes(SECRETS[0], -1).allocate(4)).toBe(401);
    client.close();
    expect(await comes('another secret that nobody has told it').allocate(4)).toBe(401);
  });

  test('[TU1] lets a path live on when the credentials it was made with have ended', async () => {
    const short = credentials(SECRETS[0], 1);
    client = openTurnClient(server.port, short);
    expect(await client.allocate(4)).toBe(200);
    const again = async () => {
      const late = openTurnClient(server.port, short);
      return late.allocate(4).finally(late.close);
    };
    await expect.poll(again, { timeout: 10_000, interval: 200 }).toBe(401);
    expect(await client.permit('198.51.100.7')).toBe(200);
  });

  test('[TU4] passes on what goes to the world', async () => {
    expect(await comes(SECRETS[0]).allocate(4)).toBe(200);
    expect(await client.permit('198.51.100.7')).toBe(200);
  });

  test.each([
    ['this host', ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.0.0.2', '127.255.255.254']],
    [
      'private networks',
      ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.1'],
    ],
    ['the link, and the metadata of a cloud', ['169.254.0.1', '169.254.169.254', '192.0.0.192', '100.100.100.200']],
    [
      'carriers, measurements, groups, nobody',
      ['100.64.0.1', '198.18.0.1', '198.19.255.255', '224.0.0.251', '239.1.1.1', '240.0.0.1', '255.255.255.255'],
    ],
  ])('[TU4] passes nothing on to %s', async (_, addresses) => {
    expect(await comes(SECRETS[0]).allocate(4)).toBe(200);
    for (const address of addresses) expect([address, await client.permit(address)]).toEqual([address, 403]);
  });

  test.runIf(hasIpv6)('[TU4] passes nothing on to such places by IPv6 either', async () => {
    expect(await comes(SECRETS[0]).allocate(6)).toBe(200);
    expect(await client.permit('2606:4700::1111')).toBe(200);
    const forbidden = [
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
      'febf::1',
      '2001::1',
      '2002:a00:1::',
      'ff02::1',
    ];
    for (const address of forbidden) expect([address, await client.permit(address)]).toEqual([address, 403]);
  });
});
