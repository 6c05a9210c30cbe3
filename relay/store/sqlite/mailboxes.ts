import type { Mail, MailKind } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { AppendOperation, Part } from './part.ts';

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

export interface Mailboxes extends Part<'readMail' | 'devices' | 'forgetMail' | 'forgetTaken'> {
  readonly append: AppendOperation;
  acknowledge(device: number, through: number): void;
  /** Puts an item of the relay's own into a mailbox, whether or not it is full. 0 where the device is gone. */
  put(device: number, at: number, kind: MailKind, body: string): number;
  forgetDevice(device: number): void;
  /** After a rollback what is kept in memory may be ahead of the disk. */
  forgetAll(): void;
}

const PAGE = 200;
const TAKEN_AT_A_TIME = 10_000;

export const mailboxes = ({ queries, prepare }: Connection, limits: MailboxLimits): Mailboxes => {
  const insert = prepare(
    queries.insertInto('mailbox').values({ device: slot(), seq: slot(), at: slot(), kind: slot(), body: slot() }),
  );
  const take = prepare(
    queries
      .insertInto('taken')
      .values({ envelope: slot(), device: slot(), at: slot() })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const taken = prepare(
    queries
      .selectFrom('taken')
      .select('at')
      .where('envelope', '=', slot<string>())
      .where('device', '=', slot<number>()),
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
  const sizes = prepare(
    queries
      .selectFrom('mailbox')
      .select((row) => row.fn<number>('length', ['body']).as('size'))
      .where('device', '=', slot<number>())
      .orderBy('seq'),
  );
  const newestBefore = prepare(
    queries
      .selectFrom('mailbox')
      .select((row) => row.fn.max('seq').as('seq'))
      .where('device', '=', slot<number>())
      .where('at', '<', slot<number>()),
  );
  const someTaken = prepare(
    queries
      .selectFrom('taken')
      .select('envelope')
      .where('envelope', '>', slot<string>())
      .orderBy('envelope')
      .limit(literal(TAKEN_AT_A_TIME)),
  );
  const dropTaken = prepare(
    queries
      .deleteFrom('taken')
      .where('envelope', '>', slot<string>())
      .where('envelope', '<=', slot<string>())
      .where('at', '<', slot<number>()),
  );
  const all = prepare(queries.selectFrom('cursors').select('device').orderBy('device'));

  const known = new Map<number, Mailbox>();

  const read = (device: number): Mailbox | undefined => {
    const acknowledged = cursor.get(device)?.acknowledged;
    if (acknowledged === undefined) return undefined;
    const held = sizes.all(device).map(({ size }) => size);
    return {
      last: acknowledged + held.length,
      acknowledged,
      bytes: held.reduce((a, b) => a + b, 0),
      sizes: held,
    };
  };

  const open = (device: number): Mailbox | undefined => {
    const present = known.get(device);
    if (present) return present;
    const mailbox = read(device);
    if (mailbox) known.set(device, mailbox);
    return mailbox;
  };

  const put: Mailboxes['put'] = (device, at, kind, body) => {
    const mailbox = open(device);
    if (!mailbox) return 0;
    insert.run(device, mailbox.last + 1, at, kind, body);
    mailbox.last += 1;
    mailbox.bytes += body.length;
    mailbox.sizes.push(body.length);
    return mailbox.last;
  };

  const forget = (device: number, through: number): void => {
    const mailbox = open(device);
    if (!mailbox || through <= mailbox.acknowledged || through > mailbox.last) return;
    remove.run(device, through);
    mark.run(through, device);
    for (const size of mailbox.sizes.splice(0, through - mailbox.acknowledged)) mailbox.bytes -= size;
    mailbox.acknowledged = through;
  };

  const isFull = (device: number): boolean => {
    const mailbox = open(device);
    return mailbox !== undefined && (mailbox.sizes.length >= limits.items || mailbox.bytes >= limits.bytes);
  };

  return {
    put,
    append: ({ sender, envelope, at, devices, bodies }) => {
      if (devices.some(isFull)) {
        const before = taken.get(envelope, sender);
        return before ? { type: 'known', at: before.at } : { type: 'full' };
      }
      if (take.run(envelope, sender, at).changes === 0)
        return { type: 'known', at: taken.get(envelope, sender)?.at ?? at };
      return { type: 'stored', seqs: devices.map((device, index) => put(device, at, 'envelope', bodies[index] ?? '')) };
    },
    readMail: (device, after, maxBytes) => {
      const mailbox = known.get(device) ?? read(device);
      if (mailbox && mailbox.sizes.length > 0) known.set(device, mailbox); // most of those who come have no mail
      const rows = page.all(device, after);
      const items: Mail[] = [];
      let bytes = 0;
      for (const row of rows) {
        bytes += row.body.length;
        if (bytes > maxBytes && items.length > 0) break;
        items.push(row);
      }
      return { items, more: items.length < rows.length || rows.length === PAGE, last: mailbox?.last ?? 0 };
    },
    acknowledge: forget,
    devices: () => all.all().map(({ device }) => device),
    forgetMail: (device, before) => forget(device, newestBefore.get(device, before)?.seq ?? 0),
    forgetTaken: (after, before) => {
      const last = someTaken.all(after).at(-1)?.envelope;
      if (last !== undefined) dropTaken.run(after, last, before);
      return last;
    },
    forgetDevice: (device) => known.delete(device),
    forgetAll: () => known.clear(),
  };
};
