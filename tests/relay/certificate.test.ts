import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { decodeQR } from 'qr/decode.js';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { networkAddresses, qrLines } from '../../relay/addresses.ts';
import { readConfig } from '../../relay/config.ts';
import { createLog } from '../../relay/log.ts';
import { startRelay as startRelayHere } from '../../relay/relay.ts';
import { putFile, settle } from '../../relay/settle.ts';
import { readCertificate, selfSigned } from '../../relay/socket/certificate.ts';
import { createRenewal } from '../../relay/socket/renewal.ts';
import { startRelay } from './start-relay.ts';
import { connect, newLogin, registration, type TestSocket } from './test-client.ts';

vi.mock('../../relay/settle.ts', { spy: true });

const DAY_MS = 24 * 3600 * 1000;
const NOW = Date.now();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-certificate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Another certificate each time, made for this host. */
const made = async (host = 'talk.example', now = NOW) =>
  selfSigned(mkdtempSync(join(folder, 'made-')), host, ['127.0.0.1'], now);

const serialOf = (file: string): string => new X509Certificate(readFileSync(file)).serialNumber;

/** What a client that connects now is shown. */
const serialAt = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const socket = connectTls({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });

describe('a certificate of the relay’s own', () => {
  const certificateAt = async (publicHost: string | undefined, addresses: readonly string[], now: number) =>
    serialOf((await selfSigned(folder, publicHost, addresses, now)).cert);

  test('is kept while it is good, whatever addresses the machine has', async () => {
    const first = await certificateAt('talk.example', ['192.0.2.7'], NOW);
    expect(await certificateAt('talk.example', ['192.0.2.8'], NOW + 3000 * DAY_MS)).toBe(first);
    expect(await certificateAt(undefined, [], NOW)).toBe(first);
  });

  test.each([
    ['it nears its end', 'talk.example', NOW + 3640 * DAY_MS],
    ['the relay has another name', 'other.example', NOW],
    ['the relay has an address for a name', '192.0.2.9', NOW],
  ])('is made anew when %s', async (_, publicHost, now) => {
    const first = await certificateAt('talk.example', [], NOW);
    const second = await certificateAt(publicHost, [], now);
    expect(second).not.toBe(first);
    expect(await certificateAt(publicHost, [], now)).toBe(second);
  });

  test('is on the disk before anybody trusts it: a power cut has nobody asked again', async () => {
    vi.mocked(putFile).mockClear();
    const { key, cert } = await made();
    expect(vi.mocked(putFile).mock.calls.map(([file]) => file)).toEqual([key, cert]);
    expect(settle).toHaveBeenCalledWith(dirname(dirname(key)));
  });

  test('is made anew where only half of it was written', async () => {
    const first = await certificateAt('talk.example', [], NOW);
    copyFileSync((await made()).key, join(folder, 'tls/key.pem'));
    expect(await certificateAt('talk.example', [], NOW)).not.toBe(first);
  });

  test('the start tells a phone on the same network where to go, as text and as a code', async () => {
    const relay = await startRelay({ environment: { TLS: 'self-signed', HOST: '0.0.0.0' } });
    onTestFinished(() => relay.stop());
    const [address] = networkAddresses('0.0.0.0');
    if (!address) return expect(relay.output()).not.toContain('█'); // a machine without a network
    await vi.waitUntil(() => /█\n▀+\n/.test(relay.output()));
    expect(relay.output()).toContain(`  https://${address}:${relay.port}\n`);
    const code = relay
      .output()
      .split('\n')
      .filter((line) => /^[ █▀▄]+$/.test(line));
    expect(textIn(code)).toBe(`https://${address}:${relay.port}`);
  });
});

/** What a camera reads: each character is two modules, one above the other, light where it is drawn. */
const textIn = (lines: readonly string[]): string => {
  const scale = 4;
  const rows = lines.flatMap((line) => [
    [...line].map((character) => '█▀'.includes(character)),
    [...line].map((character) => '█▄'.includes(character)),
  ]);
  const width = (rows[0]?.length ?? 0) * scale;
  const height = rows.length * scale;
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const light = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      data.fill(light ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return decodeQR({ width, height, data });
};

describe('addresses for a phone', () => {
  const at = (address: string, more = {}) => ({
    address,
    netmask: '255.255.255.0',
    family: 'IPv4' as const,
    mac: '',
    internal: false,
    cidr: null,
    ...more,
  });
  const interfaces = {
    lo: [at('127.0.0.1', { internal: true })],
    docker0: [at('172.17.0.1')],
    eth1: [at('203.0.113.5'), at('169.254.1.1')],
    eth0: [at('10.0.0.5')],
    wlan0: [at('192.168.1.20')],
  };

  test('the likeliest comes first, and none that no phone can reach', () => {
    expect(networkAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.20', '10.0.0.5', '203.0.113.5']);
  });

  test('only what the relay listens on', () => {
    expect(networkAddresses('10.0.0.5', interfaces)).toEqual(['10.0.0.5']);
    expect(networkAddresses('127.0.0.1', interfaces)).toEqual([]);
  });

  test('a terminal’s own colours do not turn the code dark on light', () => {
    const plain = qrLines('https://192.168.1.20:9000', false);
    expect(qrLines('https://192.168.1.20:9000', true)).toEqual(plain.map((line) => `\x1b[40;97m${line}\x1b[0m`));
  });
});

describe('a certificate from elsewhere', () => {
  const put = async (from: { key: string; cert: string }) => {
    copyFileSync(from.key, join(folder, 'key.pem'));
    copyFileSync(from.cert, join(folder, 'cert.pem'));
    return { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  };

  test('one that is renewed is used for who comes next; who is there stays, and a broken one changes nothing', async () => {
    const first = await made();
    const files = await put(first);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const log = createLog('silent');
    const complaints = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const config = readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      TLS: 'cert+key',
      TLS_CERT: files.cert,
      TLS_KEY: files.key,
    });
    const relay = await startRelayHere(config, log);
    onTestFinished(() => relay.stop());
    const ask = await overTls(relay.url);
    const token = (
      await ask('/api/accounts', { login: newLogin('ann'), password: 'correct horse battery', device: registration() })
    ).token;
    const greeted = async () => {
      const socket = await connect(relay.url, (await ask('/api/ws-ticket', undefined, token)).ticket);
      await socket.next('welcome');
      socket.send({ type: 'hello', id: 'hello', after: 0, active: true });
      await socket.next('ok');
      return socket;
    };
    const stillOpen = async (...sockets: readonly TestSocket[]) => {
      for (const socket of sockets) {
        socket.send({ type: 'ping' });
        await socket.next('pong');
      }
    };
    const before = await greeted();
    expect(await serialAt(relay.url)).toBe(serialOf(first.cert));

    const second = await made();
    copyFileSync(second.cert, files.cert); // its key comes a moment later
    vi.advanceTimersByTime(60_000);
    expect(await serialAt(relay.url)).toBe(serialOf(first.cert));
    expect(complaints).toHaveBeenCalledExactlyOnceWith(
      `The key in ${files.key} is not that of ${files.cert}. The certificate from before stays in use.`,
    );
    vi.advanceTimersByTime(60_000);
    expect(complaints).toHaveBeenCalledOnce();

    copyFileSync(second.key, files.key);
    vi.advanceTimersByTime(60_000);
    expect(await serialAt(relay.url)).toBe(serialOf(second.cert));
    const after = await greeted();
    await stillOpen(before, after);

    const third = await made();
    await put(third);
    vi.advanceTimersByTime(60_000);
    expect(await serialAt(relay.url)).toBe(serialOf(third.cert));
    await stillOpen(before, after);
  });

  test('what the server cannot use is tried again', async () => {
    const files = await put(await made());
    const second = await made();
    const use = vi.fn().mockImplementationOnce(() => {
      throw new Error('App construction failed');
    });
    const [renewed, broken] = [vi.fn(), vi.fn()];
    const look = createRenewal({ files, use, renewed, broken });
    look();
    expect(use).not.toHaveBeenCalled();
    await put(second);
    look();
    expect([broken.mock.calls, renewed.mock.calls]).toEqual([[['App construction failed']], []]);
    look();
    expect(renewed).toHaveBeenCalledOnce();
    look();
    expect(use).toHaveBeenCalledTimes(2);
  });

  test.each([
    ['no file', 'cert', undefined, /^The certificate cannot be read: ENOENT.*cert\.pem/],
    ['no key', 'key', undefined, /^The key cannot be read: ENOENT.*key\.pem/],
    ['something else', 'cert', 'hello', /cert\.pem is not a certificate in PEM$/],
    ['half a key', 'key', '-----BEGIN PRIVATE KEY-----\nMIG', /key\.pem is not a private key in PEM$/],
  ] as const)('%s is refused in words', async (_, which, text, words) => {
    const files = await put(await made());
    if (text === undefined) rmSync(files[which]);
    else writeFileSync(files[which], text);
    expect(() => readCertificate(files)).toThrow(words);
    const starting = startRelay({ environment: { TLS: 'cert+key', TLS_CERT: files.cert, TLS_KEY: files.key } });
    await expect(starting).rejects.toThrow('Tincan cannot start:');
  });
});

/** Asks by POST, and takes whatever certificate there is. */
const overTls = async (url: string) => {
  const { request } = await import('node:https');
  return (path: string, body: unknown, token?: string): Promise<{ token: string; ticket: string }> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
      const asking = request(`${url}${path}`, { method: 'POST', rejectUnauthorized: false, headers }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () => resolve(JSON.parse(text)));
      });
      asking.on('error', reject);
      asking.end(body === undefined ? '' : JSON.stringify(body));
    });
};
