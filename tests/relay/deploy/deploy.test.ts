import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { type Config, readConfig } from '../../../relay/config.ts';
import { selfSigned } from '../../../relay/socket/certificate.ts';
import { RELAY } from '../../../scripts/run.mjs';
import { ROOT, read } from '../../repo/sources.ts';
import { freePort } from '../free-port.ts';
import { startRelay } from '../start-relay.ts';
import { connect, newLogin, newPerson, PASSWORD, registration, request } from '../test-client.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-deploy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As the relay reads it; throws at a name or a value that it does not know. */
const configured = (variables: Readonly<Record<string, string>>): Config => {
  const config = readConfig(variables);
  expect(Object.keys(config)).toEqual(expect.arrayContaining(Object.keys(variables)));
  return config;
};

/** Compose's own substitution: `${NAME}`, with `:-` and a default, or `:?` and a complaint. `$$` is a dollar. */
const substituted = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (whole, name: string | undefined, form, rest) => {
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const value = given[name] ?? (form === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`${name}: ${rest ?? 'not set'}`);
    return value;
  });

describe('compose.yaml', () => {
  const text = read('relay/deploy/compose.yaml');
  const compose = (more: Readonly<Record<string, string>> = {}) =>
    parse(substituted(text, { DOMAIN: 'talk.example', TURN_SECRET: SECRET, ...more }));

  test('says what is missing', () => {
    expect(() => substituted(text, { TURN_SECRET: SECRET })).toThrow(
      'DOMAIN: a name that leads to this machine, in .env',
    );
    expect(() => substituted(text, { DOMAIN: 'talk.example' })).toThrow('TURN_SECRET: openssl rand -hex 32, in .env');
  });

  test('the relay understands what it is told, behind the proxy, with the TURN server beside it', () => {
    const { relay } = compose().services;
    expect(configured(relay.environment)).toMatchObject({
      PUBLIC_URL: 'https://talk.example',
      TRUST_PROXY: true,
      PROXY_COUNT: 1,
      REGISTRATION: 'key',
      TURN_URLS: ['turn:talk.example:3478', 'turn:talk.example:3478?transport=tcp'],
      ICE_SERVERS: [{ urls: 'stun:talk.example:3478' }],
    });
    expect(relay).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(relay.ports).toBeUndefined(); // or else somebody could come by, and say in whose place
    expect(read(join('relay/deploy', relay.build.context, relay.build.dockerfile))).toContain('FROM node:');
  });

  test('each volume is there, each file that is mounted, and each variable that Caddy reads', () => {
    const { services, volumes } = compose();
    for (const { volumes: mounted } of Object.values<{ volumes: readonly string[] }>(services))
      for (const [source = ''] of mounted.map((line) => line.split(':'))) {
        if (source.startsWith('./')) expect(read(join('relay/deploy', source))).not.toBe('');
        else expect(Object.keys(volumes)).toContain(source);
      }
    const read_ = [...read('relay/deploy/Caddyfile').matchAll(/\{\$([A-Z]+)\}/g)].map(([, name]) => name);
    expect(Object.keys(services.caddy.environment)).toEqual(read_);
    expect(services.caddy.environment.RELAY).toBe(`relay:${readConfig({}).PORT}`);
  });

  /** What the TURN server is started with, by the shell of this machine. */
  const startTurn = (variables: Readonly<Record<string, string>> = {}) => {
    const { coturn } = compose(variables).services;
    const [shell, option, script] = coturn.entrypoint;
    const here = script
      .replaceAll('/tmp/', `${folder}/`)
      .replaceAll('/etc/coturn/tincan.conf', join(ROOT, 'relay/deploy/turnserver.conf'))
      .replace(/^exec turnserver .*$/m, '');
    const { status, stderr } = spawnSync(shell, [option, here], {
      env: { ...process.env, ...coturn.environment },
      encoding: 'utf8',
    });
    return { status, stderr, script, written: readFileSync(join(folder, 'turnserver.conf'), 'utf8').split('\n') };
  };

  test('the TURN server gets its name and its secret in a file, with all that it is forbidden', () => {
    const { written, script } = startTurn();
    expect(written.filter((line) => /^(realm|static-auth-secret)=/.test(line))).toEqual([
      'realm=talk.example',
      `static-auth-secret=${SECRET}`,
    ]);
    const forbidden = read('relay/deploy/turnserver.conf')
      .split('\n')
      .filter((line) => line.startsWith('denied'));
    expect(written).toEqual(expect.arrayContaining(forbidden));
    expect(script).not.toMatch(/turnserver .*TURN_SECRET/);
    expect(written.filter((line) => /^(external|allowed-peer)-ip=/.test(line))).toEqual([]);
  });

  test('behind NAT the TURN server is told both addresses, and lets its own through', () => {
    const { status, written } = startTurn({ EXTERNAL_IP: '203.0.113.7/10.0.0.7' });
    expect(status).toBe(0);
    expect(written.filter((line) => /^(external|allowed-peer)-ip=/.test(line))).toEqual([
      'external-ip=203.0.113.7/10.0.0.7',
      'allowed-peer-ip=10.0.0.7',
    ]);
  });

  test.each(['203.0.113.7', '203.0.113.7/', '/10.0.0.7'])('says what is wrong with %s alone', (EXTERNAL_IP) => {
    const { status, stderr } = startTurn({ EXTERNAL_IP });
    expect(status).toBe(1);
    expect(stderr).toContain('EXTERNAL_IP: the address that the world sees');
  });

  test('every image that is fetched, here and for our own, is an exact version', () => {
    const { services } = compose();
    const fetched = Object.values<{ image?: string }>(services).flatMap(({ image }) => image ?? []);
    const bases = [...read('relay/deploy/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect([fetched.length, bases.length]).toEqual([2, 2]);
    for (const image of [...fetched, ...bases]) expect(image).toMatch(/^[a-z/]+:\d+\.\d+\.\d+(-[a-z0-9-]+)?$/);
  });
});

test('render.yaml: the relay understands what it is told; its disk is where its data is', () => {
  const [service] = parse(read('relay/deploy/render.yaml')).services;
  const variables: readonly { key: string; value?: string }[] = service.envVars;
  const given = Object.fromEntries(variables.map(({ key, value }) => [key, value ?? 'https://talk.example']));
  expect(configured(given)).toMatchObject({ TRUST_PROXY: true, PROXY_COUNT: 2, PORT: 9000 });
  const dockerfile = read(service.dockerfilePath);
  expect(dockerfile).toContain(`ENV DATA_DIR=${service.disk.mountPath}\n`);
});

describe('tincan.service', () => {
  const unit = read('relay/deploy/tincan.service');
  const noSystemd = spawnSync('systemd-analyze', ['--version']).status !== 0;
  const put = (): string => {
    const file = join(folder, 'tincan.service');
    writeFileSync(file, unit.replaceAll('/opt/tincan', ROOT.replace(/\/$/, '')));
    return file;
  };

  test('starts the relay as npm start does', () => {
    expect(unit).toContain(`ExecStart=/opt/tincan/node_modules/node/bin/node ${RELAY.join(' ')}\n`);
    expect(unit).toMatch(/^Environment=DATA_DIR=\/var\/lib\/tincan$/m);
  });

  test.skipIf(noSystemd)('systemd understands all of it, and finds little that it leaves open', () => {
    const verified = spawnSync('systemd-analyze', ['verify', put()], { encoding: 'utf8' });
    expect(verified.stderr.split('\n').filter((line) => line.includes('tincan'))).toEqual([]);
    const judged = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=15', put()], {
      encoding: 'utf8',
    });
    expect(judged.stdout).toContain('Overall exposure level');
    expect(judged.status).toBe(0);
  });
});

const nginx = ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v']).status === 0);
if (!nginx) console.warn('The proxy is not tested: nginx is not installed (apt-get install nginx-light).');

describe.skipIf(!nginx)('nginx.conf', () => {
  test('passes on pages, sockets, files, and who asks', async () => {
    const relay = await startRelay({
      environment: { TRUST_PROXY: 'yes', REGISTRATIONS_PER_HOUR: '2', RATE_LIMIT_SCALE: '1', MAX_SOCKETS_PER_IP: '2' },
    });
    onTestFinished(() => relay.stop());
    const [plain, secure] = [await freePort(), await freePort()];
    const { cert, key } = await selfSigned(folder, undefined, [], Date.now());
    const site = read('relay/deploy/nginx.conf')
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443 ', `listen 127.0.0.1:${secure} `)
      .replace(/ssl_certificate +\S+;/, `ssl_certificate ${cert};`)
      .replace(/ssl_certificate_key +\S+;/, `ssl_certificate_key ${key};`)
      .replace('127.0.0.1:9000', `127.0.0.1:${relay.port}`);
    const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
      mkdirSync(join(folder, name));
      return `${name}_temp_path ${join(folder, name)};`;
    });
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${folder}/pid; error_log stderr; ${process.getuid?.() === 0 ? 'user root;' : ''} events {} http { access_log off; ${scratch.join(' ')} ${site} }`,
    );
    const child = spawn(String(nginx), ['-e', 'stderr', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr.on('data', (text) => (complaints += String(text)));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    onTestFinished(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    const moved = await vi.waitFor(() => fetch(`http://127.0.0.1:${plain}/people/1`, { redirect: 'manual' }), 5_000);
    expect([moved.status, moved.headers.get('location')], complaints).toEqual([301, 'https://127.0.0.1/people/1']);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const url = `https://127.0.0.1:${secure}`;
    const page = await request(url, '/', { headers: { accept: 'text/html' } });
    expect(page.headers.get('strict-transport-security')).toBe('max-age=63072000'); // the relay knows that it is TLS
    expect(page.headers.get('content-security-policy')).toContain(`wss://127.0.0.1:${secure}`);

    const ann = await newPerson(url, 'ann');
    const size = 1024 * 1024;
    const begun = await request(url, '/api/blobs', {
      method: 'POST',
      token: ann.session.token,
      body: { size, to: ann.uid },
    });
    expect(begun.status).toBe(403); // the relay's own answer: one is not one's own contact
    const put = await fetch(`${url}/api/blobs/${'0'.repeat(32)}/parts/0`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ann.session.token}` },
      body: new Uint8Array(size),
    });
    expect(put.status).toBe(404); // the relay's, too: nginx would have said 413

    // The second word is nginx's own, and the first nobody's: both of these count for 127.0.0.1.
    const from = async (address: string) =>
      (
        await request(url, '/api/accounts', {
          method: 'POST',
          headers: { 'x-forwarded-for': address },
          body: { login: newLogin('bo'), password: PASSWORD, device: registration() },
        })
      ).status;
    expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([201, 429]);
    await expect(connect(url, 'none')).rejects.toThrow('401');
  });
});
