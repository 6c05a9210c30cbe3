export interface TextPart {
  readonly text: string;
  readonly href?: string;
  /** The host as the network knows it, where what is written could pass for another one. */
  readonly host?: string;
}

// Characters that nobody sees, and those that turn the direction of writing, are no part of an address.
const LINK = /(?:https?:\/\/|mailto:)[^\s<>"'\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/giu;
/** A full stop or a bracket after an address belongs to the sentence, not to the address. */
const TRAILING = /[.,:;!?…»”’)\]}。、，！？]$/u;
const OPENED_BY: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const count = (text: string, character: string): number => text.split(character).length - 1;

const withoutTrailing = (match: string): string => {
  const end = TRAILING.exec(match)?.[0];
  if (end === undefined) return match;
  const opening = OPENED_BY[end];
  // A bracket that the address itself has opened stays.
  if (opening !== undefined && count(match, end) <= count(match, opening)) return match;
  return withoutTrailing(match.slice(0, -1));
};

const LATIN = /\p{Script=Latin}/u;
const OTHER_LETTER = /(?!\p{Script=Latin})\p{L}/u;

const hostOf = (address: string): string => address.replace(/^[^/]*\/\//, '').replace(/[/?#:\\].*$/su, '');

/** How a host could deceive: letters of several scripts in one name never do anything else. */
const disguise = (written: string): 'none' | 'possible' | 'certain' => {
  const labels = written.split('.');
  if (labels.some((label) => LATIN.test(label) && OTHER_LETTER.test(label))) return 'certain';
  const isForeign = labels.some((label) => OTHER_LETTER.test(label));
  return isForeign && LATIN.test(labels.at(-1) ?? '') ? 'possible' : 'none';
};

/** What of an address can be offered. Nothing where it is not safe, or pretends to be another one. */
const linked = (address: string): Pick<TextPart, 'href' | 'host'> | undefined => {
  if (!URL.canParse(address)) return undefined;
  const { protocol, href, username, password, host, search, pathname } = new URL(address);
  if (protocol === 'mailto:') return /^[^@\s]+@[^@\s]+$/.test(pathname) && search === '' ? { href } : undefined;
  // What stands before an @ looks like a host and is none.
  if ((protocol !== 'https:' && protocol !== 'http:') || username || password) return undefined;
  const disguised = disguise(hostOf(address));
  if (disguised === 'certain') return undefined;
  return disguised === 'possible' ? { href, host } : { href };
};

/** Cuts a message into plain text and addresses. Only http, https and mailto ever become links. */
export const linkify = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let rest = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailing(match[0]);
    const link = linked(address);
    if (!link) continue;
    if (match.index > rest) parts.push({ text: text.slice(rest, match.index) });
    parts.push({ text: address, ...link });
    rest = match.index + address.length;
  }
  if (rest < text.length) parts.push({ text: text.slice(rest) });
  return parts;
};
