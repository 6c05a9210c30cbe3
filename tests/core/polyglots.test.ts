import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SNIFFED_BYTES, sniff } from '#shared/core/files/sniff.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const HTML = '<!doctype html><script>alert(1)</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

/** Of these a browser makes a picture, a film or a sound, and never a document or a script. */
const HARMLESS: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
]);

describe('files that are two things at once', () => {
  test.each([
    ['GIF and JavaScript', `GIF89a/*\x01\0\x01\0*/=1;alert(1)`, 'image/gif'],
    ['GIF and HTML in its comment', `GIF89a\x01\0\x01\0\0\0\0!\xfe\x28${HTML}\0;`, 'image/gif'],
    ['GIF and SVG behind it', `GIF87a\x01\0\x01\0\0\0\0;${SVG}`, 'image/gif'],
    ['JPEG and HTML in its comment', `\xff\xd8\xff\xfe\0\x2a${HTML}\xff\xd9`, 'image/jpeg'],
    ['JPEG and PDF', '\xff\xd8\xff\xe0\0\x10JFIF\0%PDF-1.7', 'image/jpeg'],
    ['JPEG and ZIP', `\xff\xd8\xff\xe0\0\x10JFIF\0\xff\xd9PK\x03\x04META-INF`, 'image/jpeg'],
    ['JPEG and JavaScript', '\xff\xd8\xff\xe0/*\0JFIF*/=alert(1);', 'image/jpeg'],
    ['PNG and HTML in its text', `\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x28tEXt${HTML}`, 'image/png'],
    ['PNG and SVG behind its end', `\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82${SVG}`, 'image/png'],
    ['WebP and HTML', `RIFF\x40\0\0\0WEBPEXIF${HTML}`, 'image/webp'],
    ['WAV and JavaScript', `RIFF=1/*WAVEfmt */;alert(1)`, 'audio/wav'],
    ['WAV and HTML', `RIFF\x40\0\0\0WAVEINFO${HTML}`, 'audio/wav'],
    ['MP4 and HTML', `\0\0\0\x40ftypisom${HTML}`, 'video/mp4'],
    ['AVIF and SVG', `\0\0\0\x40ftypavif${SVG}`, 'image/avif'],
    ['MP3 and HTML in its title', `ID3\x04\0\0\0\0\0\x40TIT2\0\0\0\x2a${HTML}`, 'audio/mpeg'],
    ['Ogg and HTML', `OggS\0\x02${HTML}`, 'audio/ogg'],
    ['WebM and HTML', `\x1aE\xdf\xa3\x9fB\x82\x84webm${HTML}`, 'video/webm'],
  ])('[BL7] %s: nothing but what its beginning says', (_, bytes, type) => {
    expect(sniff(latin(bytes).subarray(0, SNIFFED_BYTES))?.type).toBe(type);
  });

  test.each([
    ['SVG that begins as a comment of a GIF', `<!-- GIF89a -->${SVG}`],
    ['SVG with a declaration and a PNG in it', `<?xml version="1.0"?><!-- \x89PNG\r\n\x1a\n -->${SVG}`],
    ['HTML before a GIF', `${HTML}GIF89a`],
    ['HTML behind white space', `\r\n\t ${HTML}`],
    ['SVG behind a byte order mark', `\xef\xbb\xbf${SVG}`],
    ['SVG in UTF-16', [...SVG].map((character) => `${character}\0`).join('')],
    ['PDF and JPEG', '%PDF-1.7\xff\xd8\xff\xe0'],
    ['ZIP and GIF', 'PK\x03\x04GIF89a'],
    ['SVG, compressed', '\x1f\x8b\x08\0\0\0\0\0'],
    ['a page in MHTML', 'MIME-Version: 1.0\r\nContent-Type: multipart/related'],
    ['a bitmap and JavaScript', 'BM=1;alert(1)'],
    ['a film of unknown brand and HTML', `\0\0\0\x40ftyp<!do${HTML}`],
  ])('[BL7] %s is only to be downloaded', (_, bytes) => {
    expect(sniff(latin(bytes).subarray(0, SNIFFED_BYTES))).toBeUndefined();
  });

  test('[BL7] whatever a file begins with, it is shown as something harmless or not at all', () => {
    const beginnings = [
      'GIF89a',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'RIFF',
      'ID3',
      'OggS',
      '\x1aE\xdf\xa3',
      '\0\0\0 ftyp',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...beginnings, HTML, SVG, 'WEBP', 'webm', 'isom', '%PDF-1.7', '<?xml version="1.0"?>').map(latin),
      fc.uint8Array({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const type = sniff(Uint8Array.from(pieces.flatMap((bytes) => [...bytes])))?.type;
        expect(type === undefined || HARMLESS.has(type)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    // A text that a browser would take for a page, wherever it looks for its beginning, is none of them.
    fc.assert(
      fc.property(
        fc.constantFrom('<', ' <', '\n<', '\xef\xbb\xbf<', '%PDF', '//', '/*'),
        fc.string(),
        (beginning, text) => {
          expect(sniff(latin(beginning + text))).toBeUndefined();
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
