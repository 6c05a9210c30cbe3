import { createHash } from 'node:crypto';
import { type AuditAct, type AuditEntry, auditText, FIRST_PREVIOUS } from '#shared/protocol/audit.ts';
import type { Actor } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

export interface AuditLog extends Part<'auditLog' | 'loginsOf'> {
  /** Writes an act down, in the transaction that does it. */
  note(by: Actor, act: AuditAct, target: string | null, detail?: string): void;
}

/** What administrators have done: each entry holds the hash of the one before. */
export const auditLog = ({ queries, prepare }: Connection): AuditLog => {
  const entries = queries.selectFrom('audit_log').selectAll().orderBy('id', 'desc');
  const newest = prepare<AuditEntry>(entries.limit(literal(1)));
  const before = prepare<AuditEntry>(entries.where('id', '<', slot<number>()).limit(slot<number>()));
  const add = prepare(
    queries.insertInto('audit_log').values({
      id: slot(),
      at: slot(),
      actor: slot(),
      act: slot(),
      target: slot(),
      detail: slot(),
      previous: slot(),
      hash: slot(),
    }),
  );
  const login = prepare(queries.selectFrom('accounts').select(['uid', 'login']).where('uid', '=', slot<string>()));

  return {
    note({ account: actor, at }, act, target, detail = '') {
      const last = newest.get();
      const id = (last?.id ?? 0) + 1;
      const previous = last?.hash ?? FIRST_PREVIOUS;
      const text = auditText({ id, at, actor, act, target, detail, previous });
      add.run(id, at, actor, act, target, detail, previous, createHash('sha256').update(text).digest('hex'));
    },
    auditLog: (older, most) => before.all(older, most),
    loginsOf: (accounts) => accounts.flatMap((uid) => login.get(uid) ?? []),
  };
};
