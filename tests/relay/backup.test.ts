import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { blobBegun, PART_BYTES } from '#shared/protocol/blob.ts';
import { errand } from './errand.ts';
import { join as enter, OK, type RoomKeys, recordWhere, together } from './room-steps.ts';
import { type RunningRelay, startRelay } from './start-relay.ts';
import { befriend, newPerson, online, request, say, type TestDevice } from './test-client.ts';

let relay: RunningRelay;
let ann: TestDevice;
let bo: TestDevice;
let folder: string;
let file: string;
let complete: string;
let halfway: string;
let keys: RoomKeys;
const content = randomBytes(PART_BYTES + 1_000);

const upload = async (size: number, ...parts: readonly Buffer<ArrayBuffer>[]): Promise<string> => {
  const { token } = ann.session;
  const begun = await request(relay.url, '/api/blobs', { method: 'POST', token, body: { size, to: bo.uid } });
  const { blob } = blobBegun.parse(begun.body);
  for (const [part, body] of parts.entries())
    await fetch(`${relay.url}/api/blobs/${blob}/parts/${part}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
  return blob;
};

const backup = (target: string, dataDir = relay.dataDir) => errand('backup', [target], { DATA_DIR: dataDir });
const restore = (from: string, dataDir: string) => errand('restore', [from], { DATA_DIR: dataDir });

/** A backup with one thing changed in it. */
const altered = (name: string, change: (database: Database.Database) => void): string => {
  const copy = join(folder, name);
  writeFileSync(copy, readFileSync(file));
  const database = new Database(copy);
  change(database);
  database.close();
  return copy;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tincan-backup-'));
  relay = await startRelay({ environment: { TLS: 'self-signed' } });
  await relay.end();
  await relay.start({ TLS: 'off' }); // its certificate stays
  relay = { ...relay, url: relay.url.replace('https:', 'http:') };
  ann = await newPerson(relay.url, 'ann');
  bo = await newPerson(relay.url, 'bo');
  await befriend(ann, bo);
  await request(relay.url, '/api/push', { token: ann.session.token }); // makes the keys for pushes
  bo.close();
  await bo.closed;
  await say(ann, bo.uid, 'kept');
  complete = await upload(content.length, content.subarray(0, PART_BYTES), content.subarray(PART_BYTES));
  halfway = await upload(content.length, content.subarray(0, PART_BYTES));
  keys = await together([ann]);
  file = join(folder, 'one.backup');
  expect(await backup(file)).toMatchObject({ code: 0, said: expect.stringContaining(`Backed up to ${file} (`) });
});
afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true });
});

describe('a backup', () => {
  test('is one file for its user alone, and nothing else is left of it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['one.backup']);
  });

  test('given a folder, it is named after the time', async () => {
    const shelf = mkdtempSync(join(folder, 'shelf-'));
    expect(await backup(shelf)).toMatchObject({ code: 0 });
    expect(readdirSync(shelf)).toEqual([expect.stringMatching(/^tincan-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup$/)]);
  });

  test('nothing that was deleted is in it', async () => {
    const gone = `gone ${randomBytes(20).toString('hex')}`;
    await say(ann, bo.uid, gone);
    const back = await online(relay.url, bo.session);
    const { items } = await back.next('deliver', (frame) => frame.items.length === 2);
    const sealed = Buffer.from(gone).toString('base64');
    expect(JSON.stringify(items)).toContain(sealed);
    back.send({ type: 'acknowledge', through: 2 });
    back.send({ type: 'ping' });
    await back.next('pong');
    await request(relay.url, '/api/people?uid=nobody', { token: bo.session.token }); // behind it in the store
    const after = join(folder, 'after.backup');
    await backup(after);
    expect(readFileSync(after).includes(sealed)).toBe(false);
    rmSync(after);
  });

  test.each([
    ['no argument', () => [], 'Usage: npm run backup -- FOLDER_OR_FILE'],
    ['a file that is there', () => [file], 'one.backup is there already; a backup needs a name of its own'],
    ['a folder that is not there', () => [join(folder, 'none/a')], 'There is no folder '],
    ['a place among the data', () => [join(relay.dataDir, 'a')], 'is inside DATA_DIR; choose a place outside of it'],
  ])('%s is refused', async (_, args, words) => {
    expect(await errand('backup', args(), { DATA_DIR: relay.dataDir })).toEqual({
      code: 1,
      said: expect.stringContaining(words),
    });
  });

  test('where there is no data, nothing is made', async () => {
    const target = join(folder, 'nothing');
    const answer = await backup(target, join(folder, 'nowhere'));
    expect(answer).toEqual({ code: 1, said: expect.stringContaining(`There is no relay's data in ${folder}/nowhere`) });
    expect(readdirSync(folder).filter((name) => name.startsWith('no'))).toEqual([]);
  });
});

describe('what is restored', () => {
  let dataDir: string;
  let restored: RunningRelay;
  beforeAll(async () => {
    dataDir = join(folder, 'restored');
    expect(await restore(file, dataDir)).toEqual({
      code: 0,
      said: `Restored ${file} to ${dataDir}. The relay can be started.`,
    });
  });
  afterAll(() => restored?.stop());

  test('keys and certificate are as they were, for the relay’s user alone; the one-time token is not there', () => {
    for (const name of [
      'email-key',
      'password-key',
      'second-factor-key',
      'token-key',
      'tls/key.pem',
      'tls/cert.pem',
      'vapid-keys.json',
    ]) {
      expect(readFileSync(join(dataDir, name)), name).toEqual(readFileSync(join(relay.dataDir, name)));
      expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(dataDir).sort()).toEqual([
      'blobs',
      'email-key',
      'password-key',
      'second-factor-key',
      'tincan.db',
      'tls',
      'token-key',
      'vapid-keys.json',
    ]);
    expect(existsSync(join(relay.dataDir, 'admin-claim'))).toBe(true);
  });

  test('sessions, contacts, rooms, mail and files on their way are there; an upload under way begins again', async () => {
    restored = await startRelay({ dataDir });
    const back = await online(restored.url, bo.session);
    expect(back.roster.contacts).toMatchObject([{ account: ann.uid, relation: 'contact' }]);
    const { items } = await back.next('deliver');
    expect(items).toMatchObject([{ kind: 'envelope', envelope: { body: Buffer.from('kept').toString('base64') } }]);
    const part = await fetch(`${restored.url}/api/blobs/${complete}/parts/1`, {
      headers: { authorization: `Bearer ${bo.session.token}` },
    });
    expect(Buffer.from(await part.arrayBuffer())).toEqual(content.subarray(PART_BYTES));
    const facts = await request(restored.url, `/api/blobs/${halfway}`, { token: ann.session.token });
    expect(facts).toMatchObject({ status: 200, body: { parts: [], complete: false } });
    expect(await enter(back, keys)).toMatchObject(OK);
    expect((await recordWhere(back)).creator).toBe(ann.uid);
  });
});

test('a backup has what its host keeps beside the data, whatever it is called, and can be restored with it', async () => {
  const [odd, never] = ['talk.example+1, key (новый).pem', 'C:\\odd'];
  for (const name of [odd, never]) writeFileSync(join(relay.dataDir, name), 'of the host');
  const taken = join(folder, 'odd.backup');
  const dataDir = join(folder, 'odd');
  expect(await backup(taken)).toMatchObject({ code: 0 });
  expect(await restore(taken, dataDir)).toMatchObject({ code: 0 });
  expect(readFileSync(join(dataDir, odd), 'utf8')).toBe('of the host');
  expect(readdirSync(dataDir)).not.toContain(never);
  for (const name of [odd, never]) rmSync(join(relay.dataDir, name));
});

test('a backup leaves out what the file system of a disk of its own keeps there, which only root may read', async () => {
  const found = join(relay.dataDir, 'lost+found');
  mkdirSync(found);
  writeFileSync(join(found, '#12'), 'of the file system');
  const taken = join(folder, 'own-disk.backup');
  const dataDir = join(folder, 'own-disk');
  expect(await backup(taken)).toMatchObject({ code: 0 });
  expect(await restore(taken, dataDir)).toMatchObject({ code: 0 });
  expect(readdirSync(dataDir)).not.toContain('lost+found');
  rmSync(found, { recursive: true });
});

describe('restoring is refused', () => {
  test('over a relay that runs, and over data that is there', async () => {
    expect((await restore(file, relay.dataDir)).said).toBe(
      `A relay is running on ${relay.dataDir} (DATA_DIR). Stop it, and move what is there away`,
    );
    await relay.end();
    const before = readFileSync(join(relay.dataDir, 'tincan.db'));
    expect(await restore(file, relay.dataDir)).toEqual({
      code: 1,
      said: `${relay.dataDir} (DATA_DIR) holds a relay's data already. Move it away, or restore to another folder`,
    });
    expect(readFileSync(join(relay.dataDir, 'tincan.db'))).toEqual(before);
    await relay.start({ TLS: 'off' });
  });

  test.each([
    ['what is not there', () => join(folder, 'none'), 'There is no file '],
    ['any other file', () => join(relay.dataDir, 'email-key'), 'email-key is not a backup of a relay'],
    ['a relay’s database', () => join(relay.dataDir, 'tincan.db'), 'tincan.db is not a backup of a relay'],
    [
      'a backup of a newer relay',
      () => altered('newer', (database) => database.pragma('user_version = 1000')),
      /newer was written by a newer relay \(schema 1000, this one knows \d+\); restore it with that one/,
    ],
    [
      'a backup with a file that leads elsewhere',
      () => altered('evil', (database) => database.exec("UPDATE sqlar SET name = '../evil' WHERE name = 'email-key'")),
      'The backup has a file of the name "../evil", which no relay writes',
    ],
    [
      'half a backup',
      () => {
        const half = join(folder, 'half');
        writeFileSync(half, readFileSync(file).subarray(0, Math.floor(statSync(file).size / 2)));
        return half;
      },
      'half is damaged; take an earlier backup',
    ],
  ])('%s', async (_, from, words) => {
    const dataDir = mkdtempSync(join(folder, 'empty-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const answer = await restore(from(), dataDir);
    expect(answer).toEqual({
      code: 1,
      said: words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words),
    });
    expect(existsSync(join(dataDir, 'tincan.db'))).toBe(false);
    expect(existsSync(join(folder, 'evil/../../evil'))).toBe(false);
  });

  test('one that was broken off can be done again', async () => {
    const dataDir = join(folder, 'again');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'tincan.db.partial'), 'half');
    expect(await restore(file, dataDir)).toMatchObject({ code: 0 });
    expect(readdirSync(dataDir)).not.toContain('tincan.db.partial');
  });
});

test('the relay says by an exit code whether it is well', async () => {
  const at = { HOST: '127.0.0.1', PORT: String(relay.port) };
  expect(await errand('health', [], at)).toMatchObject({ code: 0 });
  expect(await errand('health', [], { ...at, TLS: 'self-signed' })).toMatchObject({ code: 1 });
  const secure = await startRelay({ environment: { TLS: 'self-signed' } });
  expect(await errand('health', [], { ...at, PORT: String(secure.port), TLS: 'self-signed' })).toMatchObject({
    code: 0,
  });
  await secure.stop();
});
