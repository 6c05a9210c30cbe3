import { failed } from '#shared/core/reason.ts';
import type { Client } from '../client.ts';
import { newWords } from '../recovery/words.ts';
import type { Within } from './within.ts';

/** The recovery key: 24 words. */
export const recoveryActs = ({ hands }: Pick<Within, 'hands'>): Client['recovery'] => ({
  create: async () => ({ ok: true, value: newWords() }),
  keep: (words) =>
    hands.identity.recovery().then(
      ({ keep }) => keep(words),
      () => failed('offline'),
    ),
  restore: (text) =>
    hands.identity.recovery().then(
      ({ restore }) => restore(text),
      () => ({ ok: false, why: 'refused', reason: 'offline' }),
    ),
});
