import type { Patch } from '../bundle.ts';

// Mistakes that a client could make. The judge must notice every one of them.

export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
}

const INBOX = 'shared/client/mail/inbox.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'takes what it knows for new',
    patches: [
      { file: INBOX, from: 'seq > stored', to: 'seq > 0' },
      { file: 'shared/client/run-effects.ts', from: 'line.hello(after, active)', to: 'line.hello(0, active)' },
      {
        file: 'shared/client/run-effects.ts',
        from: "if (after > 0) line.send({ type: 'acknowledge', through: after });",
        to: '',
      },
      {
        file: 'shared/client/history/arrival.ts',
        from: 'const before = present(itemKey(item));',
        to: "const before = item.kind === 'message' && item.author !== self ? undefined : present(itemKey(item));",
      },
    ],
  },
  {
    name: 'acknowledges before it stores',
    patches: [
      {
        file: INBOX,
        from: 'const stored = await history.cursor();',
        to: "const stored = await history.cursor(); line.send({ type: 'acknowledge', through });",
      },
    ],
  },
  {
    name: 'loses an act now and then',
    patches: [
      {
        file: INBOX,
        from: '(one.ok && one.value ? [one.value] : [])',
        to: "(one.ok && one.value && (one.value.kind !== 'act' || Math.random() < 0.9) ? [one.value] : [])",
      },
    ],
  },
  {
    name: 'keeps the first of several edits',
    patches: [
      {
        file: 'shared/client/history/apply-act.ts',
        from: "if (act.type !== 'delete' && !isLater({ at, id }, message.stamps?.[part])) return message;",
        to: "if (act.type !== 'delete' && message.stamps?.[part] !== undefined) return message;",
      },
    ],
  },
];
