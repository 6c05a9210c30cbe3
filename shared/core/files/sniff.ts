import type { Attachment } from '#shared/protocol/content.ts';

/** What a file can be shown as in a page of ours. */
export interface Shown {
  readonly kind: Extract<Attachment['kind'], 'image' | 'video' | 'audio'>;
  /** A media type that no browser takes for a document. */
  readonly type: string;
}

/** So many bytes from the start of a file tell what it is. */
export const SNIFFED_BYTES = 64;

const latin = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

const AUDIO_BRANDS: ReadonlySet<string> = new Set(['M4A ', 'M4B ']);
const IMAGE_BRANDS: ReadonlySet<string> = new Set(['avif', 'avis']);
const VIDEO_BRANDS: ReadonlySet<string> = new Set([
  'isom',
  'iso2',
  'iso4',
  'iso5',
  'iso6',
  'mp41',
  'mp42',
  'avc1',
  'dash',
  'M4V ',
  'M4VH',
]);

/** ISO base media files name what they are: the box `ftyp`, and its brand. */
const isoMedia = (bytes: Uint8Array): Shown | undefined => {
  if (latin(bytes, 4, 8) !== 'ftyp') return undefined;
  const brand = latin(bytes, 8, 12);
  if (IMAGE_BRANDS.has(brand)) return { kind: 'image', type: 'image/avif' };
  if (AUDIO_BRANDS.has(brand)) return { kind: 'audio', type: 'audio/mp4' };
  return VIDEO_BRANDS.has(brand) ? { kind: 'video', type: 'video/mp4' } : undefined;
};

/** RIFF files name what they are behind their length. */
const riff = (bytes: Uint8Array): Shown | undefined => {
  if (latin(bytes, 0, 4) !== 'RIFF') return undefined;
  const form = latin(bytes, 8, 12);
  if (form === 'WEBP') return { kind: 'image', type: 'image/webp' };
  return form === 'WAVE' ? { kind: 'audio', type: 'audio/wav' } : undefined;
};

/** MPEG audio, layer III: eleven set bits, then version and layer, neither of them reserved. */
const isMp3Frame = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0, third = 0] = bytes;
  return (
    first === 0xff &&
    (second & 0xe6) === 0xe2 &&
    (second & 0x18) !== 0x08 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0x0c) !== 0x0c
  );
};

/**
 * What a file is by its first bytes, never by its name or by what its sender says; `undefined` for whatever is only to
 * be downloaded, SVG, HTML and PDF among it (security.md row 18). The type that comes out is the one it is shown with,
 * so that something that begins as a picture and goes on as a page is a picture.
 */
export const sniff = (bytes: Uint8Array): Shown | undefined => {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { kind: 'image', type: 'image/png' };
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return { kind: 'image', type: 'image/jpeg' };
  if (/^GIF8[79]a$/.test(latin(bytes, 0, 6))) return { kind: 'image', type: 'image/gif' };
  if (startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3) && latin(bytes, 0, SNIFFED_BYTES).includes('webm'))
    return { kind: 'video', type: 'video/webm' };
  if (latin(bytes, 0, 4) === 'OggS') return { kind: 'audio', type: 'audio/ogg' };
  if (latin(bytes, 0, 3) === 'ID3' || isMp3Frame(bytes)) return { kind: 'audio', type: 'audio/mpeg' };
  return isoMedia(bytes) ?? riff(bytes);
};
