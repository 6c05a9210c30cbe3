// Long enough to be allowed, and still among the first that anyone tries.

const WORDS = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssw0rd',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'letmein',
  'welcome',
  'iloveyou',
  'admin',
  'administrator',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'batman',
  'trustno1',
  'whatever',
  'master',
  'login',
  'secret',
  'changeme',
  'default',
  'tincan',
  'michael',
  'jennifer',
  'charlie',
  'starwars',
  'pokemon',
  'computer',
  'internet',
  'abc',
  'qazwsx',
  'qazwsxedc',
  '1q2w3e4r',
  '1qaz2wsx',
  'zaq12wsx',
  'test',
  'guest',
  'root',
  'user',
  'hello',
  'freedom',
  'shadow',
  'killer',
];
const ROWS = [
  'qwertyuiopasdfghjklzxcvbnm',
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '98765432109876543210',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
];

/** A common word with nothing but digits and signs around it, words repeated, a run of the keyboard, or few different characters. */
export const isCommon = (password: string, login: string): boolean => {
  const text = password.toLowerCase();
  if (new Set(text).size < 5) return true;
  if (ROWS.some((row) => row.includes(text) || `${row}${row}`.includes(text))) return true;
  const rest = [...WORDS, login.toLowerCase()]
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), text);
  return /^[\d\s!@#$%^&*?._-]{0,8}$/.test(rest);
};
