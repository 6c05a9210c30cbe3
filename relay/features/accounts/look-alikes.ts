// Two logins that read the same must not both exist (SE5). Logins are ASCII, so the look-alikes are few.

const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/[_.-]/g, ''],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/0/g, 'o'],
  [/[1il]/g, 'l'],
  [/5/g, 's'],
];

/** The same text for all logins that look alike. */
export const skeleton = (login: string): string => {
  const folded = FOLDS.reduce((text, [look, alike]) => text.replace(look, alike), login);
  return folded || login; // nothing but punctuation looks only like itself
};
