export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const LINK = /https?:\/\/[^\s<>"']+/gi;
// A full stop or a bracket after an address belongs to the sentence, not to the address.
const TRAILING = /[.,:;!?»”’)\]}]+$/;

const withoutTrailing = (match: string): string => {
  const bare = match.replace(TRAILING, '');
  // …except a bracket that the address itself has opened.
  return match[bare.length] === ')' && bare.includes('(') ? `${bare})` : bare;
};

const safeAddress = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
};

/** Cuts a message into plain text and web addresses. Only http and https ever become links. */
export const linkify = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let rest = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailing(match[0]);
    const href = safeAddress(address);
    if (href === undefined) continue;
    if (match.index > rest) parts.push({ text: text.slice(rest, match.index) });
    parts.push({ text: address, href });
    rest = match.index + address.length;
  }
  if (rest < text.length) parts.push({ text: text.slice(rest) });
  return parts;
};
