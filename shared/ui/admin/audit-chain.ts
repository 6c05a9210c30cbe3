import type { Administration } from '#shared/client/client.ts';
import type { Outcome } from '#shared/core/reason.ts';
import { type AuditEntry, auditText, FIRST_PREVIOUS } from '#shared/protocol/audit.ts';

/** Every entry, oldest first. */
export const wholeLog = async (administration: Administration): Promise<Outcome<readonly AuditEntry[]>> => {
  const entries: AuditEntry[] = [];
  for (;;) {
    const page = await administration.auditLog(entries.at(-1)?.id);
    if (!page.ok) return page;
    entries.push(...page.value.entries);
    if (!page.value.more) return { ok: true, value: entries.reverse() };
  }
};

const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** The first entry at which the chain does not hold. */
export const brokenAt = async (entries: readonly AuditEntry[]): Promise<number | undefined> => {
  let previous = FIRST_PREVIOUS;
  for (const [index, entry] of entries.entries()) {
    const holds =
      entry.id === index + 1 && entry.previous === previous && entry.hash === (await sha256(auditText(entry)));
    if (!holds) return entry.id;
    previous = entry.hash;
  }
  return undefined;
};
