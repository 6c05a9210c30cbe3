const LONGEST = 120;

/** Controls, marks that turn the direction of writing round, and what some file system takes for more than a letter. */
const HARMFUL = /[\p{Cc}\p{Cf}\u2028\u2029/\\:*?"<>|]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name under which a file may be kept: what someone else chose, without what would hide its ending, leave the folder
 * or be something other than a name. `photo\u202Egnp.exe` must not look like a picture.
 */
export const safeName = (name: string): string => {
  const plain = name
    .normalize('NFC')
    .replace(HARMFUL, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= 16 ? plain.slice(dot) : '';
  const stem = [...plain.slice(0, plain.length - ending.length)].slice(0, LONGEST - ending.length).join('');
  const short = stem + ending;
  if (short === '') return 'file';
  return RESERVED.test(short) ? `_${short}` : short;
};
