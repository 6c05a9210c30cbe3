import { sql } from 'kysely';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { Waiting } from '#shared/protocol/own-account.ts';
import type { Append, Mail, MailKind, WaitingMail } from '../store.ts';
import { createArrivals } from './arrivals.ts';
import { type Connection, literal, slot } from './database.ts';
import type { AppendOperation, Part } from './part.ts';
import { createTaken } from './taken.ts';
import { withheldMail } from './withheld.ts';

/**
 * What the store keeps in memory of a mailbox in use, so that an append reads nothing. Places are gapless and forgotten
 * from the first on, so what is held are those behind `acknowledged`, up to `last`.
 */
interface Mailbox {
  last: number;
  acknowledged: number;
  bytes: number;
  /** Length of each body held, in order. */
  readonly sizes: number[];
}

export interface MailboxLimits {
  readonly items: number;
  readonly bytes: number;
}

export interface Mailboxes
  extends Part<'readMail' | 'devices' | 'forgetMail' | 'forgetTaken' | 'newestTaken' | 'forgetWithheld'> {
  /** Before the first of these appends. */
  begin(appends: readonly Append[]): void;
  readonly append: AppendOperation;
  acknowledge(device: number, through: number): void;
  /** Puts an item of the relay's own into a mailbox, whether or not it is full. 0 where the device is gone. */
  put(device: number, at: number, kind: MailKind, body: string): number;
  forgetDevice(device: number): void;
  /** What waits for a device. */
  weigh(device: number): Waiting;
  /** Takes all items back that name this account: their places stay. */
  takeBack(uid: AccountId): void;
  /** What has come and is not yet in the table; it is newer than what is there. */
  arrived(): WaitingMail;
  /** Ends a commit: what it changed is in the database. */
  write(): void;
  /** After a rollback what is kept in memory may be ahead of the disk. */
  forgetAll(): void;
}

const PAGE = 200;

export const mailboxes = (connection: Connection, limits: MailboxLimits): Mailboxes => {
  const { queries, prepare } = connection;
  const insert = prepare(
    queries.insertInto('mailbox').values({ device: slot(), seq: slot(), at: slot(), kind: slot(), body: slot() }),
  );
  const page = prepare<Mail>(
    queries
      .selectFrom('mailbox')
      .select(['seq', 'at', 'kind', 'body'])
      .where('device', '=', slot<number>())
      .where('seq', '>', slot<number>())
      .orderBy('seq')
      .limit(literal(PAGE)),
  );
  const remove = prepare(
    queries.deleteFrom('mailbox').where('device', '=', slot<number>()).where('seq', '<=', slot<number>()),
  );
  const mark = prepare(
    queries.updateTable('cursors').set({ acknowledged: slot<number>() }).where('device', '=', slot<number>()),
  );
  const cursor = prepare(queries.selectFrom('cursors').select('acknowledged').where('device', '=', slot<number>()));
  // Of bytes, which are as many: all is ASCII. For characters SQLite would read every body (measured: four times as long).
  const sizes = prepare(
    queries
      .selectFrom('mailbox')
      .select((row) => row.fn<number>('octet_length', ['body']).as('size'))
      .where('device', '=', slot<number>())
      .orderBy('seq'),
  );
  const oldestSince = prepare<{ seq: number | null }>(
    queries
      .selectFrom('mailbox')
      .select((row) => row.fn.min<number | null>('seq').as('seq'))
      .where('device', '=', slot<number>())
      .where('at', '>=', slot<number>()),
  );
  // Whoever an envelope is from and whose call a summary tells of is in the clear; what is sealed has no UID in it.
  const naming = prepare(
    queries
      .updateTable('mailbox')
      .set({ kind: literal('gone'), body: literal('') })
      .where(sql<boolean>`instr(body, ${slot<string>()}) > 0`),
  );
  const all = prepare(queries.selectFrom('cursors').select('device').orderBy('device'));

  const known = new Map<number, Mailbox>();
  /** Whose cursor has moved in this commit. */
  const moved = new Map<number, Mailbox>();
  const taken = createTaken(connection);
  const withheldMails = withheldMail(connection);
  const arrivals = createArrivals(connection, (device, { seq, at, kind, body }) => {
    insert.run(device, seq, at, kind, body);
  });
  const cursorOf = (device: number): number | undefined => cursor.get(device)?.acknowledged;
  let loaded = false;

  const load = (): void => {
    if (!loaded) arrivals.reload(cursorOf);
    loaded = true;
  };

  const read = (device: number): Mailbox | undefined => {
    const acknowledged = cursorOf(device);
    if (acknowledged === undefined) return undefined;
    const filed = sizes.all(device).map(({ size }) => size);
    const held = filed.concat(arrivals.of(device).map(({ body }) => body.length));
    return {
      last: acknowledged + held.length,
      acknowledged,
      bytes: held.reduce((a, b) => a + b, 0),
      sizes: held,
    };
  };

  /** Without keeping it in memory. */
  const look = (device: number): Mailbox | undefined => known.get(device) ?? read(device);

  /** Kept where it has mail: most of those who come have none. */
  const visit = (device: number): Mailbox | undefined => {
    const mailbox = look(device);
    if (mailbox && mailbox.sizes.length > 0) known.set(device, mailbox);
    return mailbox;
  };

  const open = (device: number): Mailbox | undefined => {
    const mailbox = look(device);
    if (mailbox) known.set(device, mailbox);
    return mailbox;
  };

  const put: Mailboxes['put'] = (device, at, kind, body) => {
    const mailbox = open(device);
    if (!mailbox) return 0;
    mailbox.last += 1;
    mailbox.bytes += body.length;
    mailbox.sizes.push(body.length);
    arrivals.add(device, mailbox.last, at, kind, body);
    return mailbox.last;
  };

  const forget = (device: number, through: number): void => {
    const mailbox = open(device);
    if (!mailbox || through <= mailbox.acknowledged || through > mailbox.last) return;
    const filed = mailbox.last - arrivals.count(device); // the newest of them
    if (filed > mailbox.acknowledged) remove.run(device, through);
    if (filed < through) arrivals.forget(device, through - Math.max(filed, mailbox.acknowledged));
    for (const size of mailbox.sizes.splice(0, through - mailbox.acknowledged)) mailbox.bytes -= size;
    mailbox.acknowledged = through;
    moved.set(device, mailbox);
  };

  const isOver = (held: { readonly items: number; readonly bytes: number }): boolean =>
    held.items >= limits.items || held.bytes >= limits.bytes;

  const isFull = (device: number): boolean => {
    const mailbox = open(device);
    return mailbox !== undefined && isOver({ items: mailbox.sizes.length, bytes: mailbox.bytes });
  };

  return {
    begin(appends) {
      load();
      taken.expect(appends);
    },
    put,
    append: (append) => {
      const { at, devices, bodies, withheld } = append;
      const since = taken.since(append);
      if (since !== undefined) return { type: 'known', at: since };
      if (devices.some(isFull) || (withheld && isOver(withheldMails.of(withheld)))) return { type: 'full' };
      taken.add(append);
      if (withheld) withheldMails.add(withheld, at);
      return { type: 'stored', seqs: devices.map((device, index) => put(device, at, 'envelope', bodies[index] ?? '')) };
    },
    readMail: (device, after, maxBytes) => {
      const mailbox = visit(device);
      const rows = page.all(device, after);
      for (const item of arrivals.of(device)) if (item.seq > after && rows.length < PAGE) rows.push(item);
      const items: Mail[] = [];
      let bytes = 0;
      for (const item of rows) {
        bytes += item.body.length;
        if (bytes > maxBytes && items.length > 0) break;
        items.push(item);
      }
      return { items, more: items.length < rows.length || rows.length === PAGE, last: mailbox?.last ?? 0 };
    },
    acknowledge: forget,
    devices: () => all.all().map(({ device }) => device),
    forgetMail: (device, before) => {
      // Up to the first that is to stay: behind it there may be some from when the clock was set back.
      const kept = oldestSince.get(device, before)?.seq ?? arrivals.of(device).find(({ at }) => at >= before)?.seq;
      const through = kept === undefined ? (look(device)?.last ?? 0) : kept - 1;
      // All mailboxes are asked each hour, and few have anything so old: the others are not opened for it.
      if (through > (cursorOf(device) ?? through)) forget(device, through);
    },
    forgetTaken: taken.forgetTaken,
    newestTaken: taken.newestTaken,
    forgetWithheld: withheldMails.forgetWithheld,
    arrived: arrivals.waiting,
    forgetDevice(device) {
      known.delete(device);
      moved.delete(device);
      arrivals.forget(device, arrivals.count(device));
    },
    weigh(device) {
      const mailbox = visit(device);
      return { items: mailbox?.sizes.length ?? 0, bytes: mailbox?.bytes ?? 0 };
    },
    takeBack(uid) {
      arrivals.fileAll();
      naming.run(uid);
      known.clear(); // their sizes are others now
    },
    write() {
      taken.write();
      arrivals.write();
      for (const [device, { acknowledged }] of moved) mark.run(acknowledged, device);
      moved.clear();
    },
    forgetAll() {
      loaded = false;
      known.clear();
      moved.clear();
      taken.forgetAll();
    },
  };
};
