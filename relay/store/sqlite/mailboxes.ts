import type { Mail, MailKind } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { AppendOperation, Part } from './part.ts';

/** What the store keeps in memory of a mailbox in use, so that an append reads nothing. */
interface Mailbox {
  last: number;
  acknowledged: number;
  items: number;
  bytes: number;
}

export interface MailboxLimits {
  readonly items: number;
  readonly bytes: number;
}

export interface Mailboxes extends Part<'readMail' | 'acknowledge' | 'devices' | 'forgetBefore'> {
  readonly append: AppendOperation;
  /** Puts an item of the relay's own into a mailbox, whether or not it is full. 0 where the device is gone. */
  put(device: number, at: number, kind: MailKind, body: string): number;
  forgetDevice(device: number): void;
  /** After a rollback what is kept in memory may be ahead of the disk. */
  forgetAll(): void;
}

const PAGE = 200;

export const mailboxes = ({ queries, prepare }: Connection, limits: MailboxLimits): Mailboxes => {
  const insert = prepare(
    queries.insertInto('mailbox').values({ device: slot(), seq: slot(), at: slot(), kind: slot(), body: slot() }),
  );
  const take = prepare(
    queries
      .insertInto('taken')
      .values({ device: slot(), envelope: slot(), at: slot() })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const taken = prepare(
    queries
      .selectFrom('taken')
      .select('at')
      .where('device', '=', slot<number>())
      .where('envelope', '=', slot<string>()),
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
    queries
      .deleteFrom('mailbox')
      .where('device', '=', slot<number>())
      .where('seq', '<=', slot<number>())
      .returning((row) => row.fn<number>('length', ['body']).as('bytes')),
  );
  const mark = prepare(
    queries.updateTable('devices').set({ acknowledged: slot<number>() }).where('id', '=', slot<number>()),
  );
  const acknowledged = prepare(queries.selectFrom('devices').select('acknowledged').where('id', '=', slot<number>()));
  const held = prepare(
    queries
      .selectFrom('mailbox')
      .select((row) => [
        row.fn.countAll<number>().as('items'),
        row.fn.max('seq').as('last'),
        row.fn.sum<number | null>(row.fn<number>('length', ['body'])).as('bytes'),
      ])
      .where('device', '=', slot<number>()),
  );
  const newestBefore = prepare(
    queries
      .selectFrom('mailbox')
      .select((row) => row.fn.max('seq').as('seq'))
      .where('device', '=', slot<number>())
      .where('at', '<', slot<number>()),
  );
  const forgetTaken = prepare(
    queries.deleteFrom('taken').where('device', '=', slot<number>()).where('at', '<', slot<number>()),
  );
  const all = prepare(queries.selectFrom('devices').select('id').orderBy('id'));

  const known = new Map<number, Mailbox>();

  const open = (device: number): Mailbox | undefined => {
    const present = known.get(device);
    if (present) return present;
    const stored = acknowledged.get(device);
    if (!stored) return undefined;
    const content = held.get(device);
    const mailbox = {
      last: Math.max(stored.acknowledged, content?.last ?? 0),
      acknowledged: stored.acknowledged,
      items: content?.items ?? 0,
      bytes: content?.bytes ?? 0,
    };
    known.set(device, mailbox);
    return mailbox;
  };

  const put: Mailboxes['put'] = (device, at, kind, body) => {
    const mailbox = open(device);
    if (!mailbox) return 0;
    insert.run(device, mailbox.last + 1, at, kind, body);
    mailbox.last += 1;
    mailbox.items += 1;
    mailbox.bytes += body.length;
    return mailbox.last;
  };

  const forget = (device: number, mailbox: Mailbox, through: number): void => {
    for (const { bytes } of remove.all(device, through)) {
      mailbox.items -= 1;
      mailbox.bytes -= bytes;
    }
    mark.run(through, device);
    mailbox.acknowledged = through;
  };

  const isFull = (device: number): boolean => {
    const mailbox = open(device);
    return mailbox !== undefined && (mailbox.items >= limits.items || mailbox.bytes >= limits.bytes);
  };

  return {
    put,
    append: ({ sender, envelope, at, devices, bodies }) => {
      if (devices.some(isFull)) {
        const before = taken.get(sender, envelope);
        return before ? { type: 'known', at: before.at } : { type: 'full' };
      }
      if (take.run(sender, envelope, at) === 0) return { type: 'known', at: taken.get(sender, envelope)?.at ?? at };
      return { type: 'stored', seqs: devices.map((device, index) => put(device, at, 'envelope', bodies[index] ?? '')) };
    },
    readMail: (device, after, maxBytes) => {
      const mailbox = open(device);
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
    acknowledge: (device, through) => {
      const mailbox = open(device);
      if (mailbox && through > mailbox.acknowledged && through <= mailbox.last) forget(device, mailbox, through);
    },
    devices: () => all.all().map(({ id }) => id),
    forgetBefore: (device, before) => {
      const mailbox = open(device);
      const through = newestBefore.get(device, before)?.seq;
      if (mailbox && through) forget(device, mailbox, through);
      forgetTaken.run(device, before);
    },
    forgetDevice: (device) => known.delete(device),
    forgetAll: () => known.clear(),
  };
};
