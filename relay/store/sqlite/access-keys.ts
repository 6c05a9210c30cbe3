import type { AccessKey } from '#shared/protocol/administration.ts';
import type { AuditLog } from './audit-log.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

export interface AccessKeyOperations extends Part<'issueAccessKey' | 'accessKeys' | 'revokeAccessKey'> {
  /** Whether the key with this hash admits somebody now. */
  admits(hash: Uint8Array, now: number): boolean;
  /** One use of it is spent. */
  spend(hash: Uint8Array): void;
}

export const accessKeyOperations = ({ queries, prepare }: Connection, { note }: AuditLog): AccessKeyOperations => {
  const add = prepare<AccessKey>(
    queries
      .insertInto('access_keys')
      .values({ hash: slot(), label: slot(), created_at: slot(), expires_at: slot(), uses_left: slot() })
      .returning(['id', 'label', 'created_at', 'expires_at', 'uses_left']),
  );
  const valid = queries
    .selectFrom('access_keys')
    .where('uses_left', '>', literal(0))
    .where('expires_at', '>', slot<number>());
  const all = prepare<AccessKey>(
    valid.select(['id', 'label', 'created_at', 'expires_at', 'uses_left']).orderBy('id', 'desc'),
  );
  const byHash = prepare(valid.select('id').where('hash', '=', slot<Uint8Array>()));
  const use = prepare(
    queries
      .updateTable('access_keys')
      .set((row) => ({ uses_left: row('uses_left', '-', literal(1)) }))
      .where('hash', '=', slot<Uint8Array>()),
  );
  const remove = prepare<{ label: string }>(
    queries.deleteFrom('access_keys').where('id', '=', slot<number>()).returning('label'),
  );

  return {
    issueAccessKey: ({ hash, label, expiresAt, uses }, by) => {
      const made = add.get(hash, label, by.at, expiresAt, uses);
      if (!made) throw new Error('the key was not added');
      note(by, 'access-key-issued', String(made.id), label);
      return made;
    },
    accessKeys: (now) => all.all(now),
    revokeAccessKey: (id, by) => {
      const removed = remove.get(id);
      if (removed) note(by, 'access-key-revoked', String(id), removed.label);
      return removed !== undefined;
    },
    admits: (hash, now) => byHash.get(now, hash) !== undefined,
    spend: (hash) => {
      use.run(hash);
    },
  };
};
