import { describe, expect, test } from 'vitest';
import { sniff } from '#shared/core/files/sniff.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const iso = (brand: string): string => `\0\0\0\x20ftyp${brand}\0\0\x02\0isomiso2avc1mp41`;

describe('what a file is by its first bytes', () => {
  test.each([
    ['PNG', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['GIF', 'GIF89a\x01\0\x01\0', 'image/gif'],
    ['WebP', 'RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    ['AVIF', iso('avif'), 'image/avif'],
    ['MP4', iso('isom'), 'video/mp4'],
    ['M4A', iso('M4A '), 'audio/mp4'],
    ['WebM', '\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm', 'video/webm'],
    ['Ogg', 'OggS\0\x02', 'audio/ogg'],
    ['WAV', 'RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['MP3 with a tag', 'ID3\x04\0\0', 'audio/mpeg'],
    ['MP3', '\xff\xfb\x90\x64', 'audio/mpeg'],
  ])('[BL7] %s is shown', (_, bytes, type) => {
    expect(sniff(latin(bytes))?.type).toBe(type);
  });

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['SVG behind a declaration', '<?xml version="1.0"?><svg/>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['HTML behind a byte order mark', '\xef\xbb\xbf<html>'],
    ['PDF', '%PDF-1.7'],
    ['a program', 'MZ\x90\0'],
    ['an archive', 'PK\x03\x04'],
    ['HTML behind almost a GIF', 'GIF88a<script>'],
    ['HTML behind almost a PNG', '\x89PNG\r\n\n\n<html>'],
    ['Matroska', '\x1aE\xdf\xa3\x9fB\x82\x88matroska'],
    ['QuickTime', iso('qt  ')],
    ['HEIC', iso('heic')],
    ['AVI', 'RIFF\x24\0\0\0AVI LIST'],
    ['an icon', '\0\0\x01\0\x01\0'],
    ['text', 'hello'],
    ['nothing', ''],
    ['a frame of MPEG audio with a reserved rate', '\xff\xfb\xfc\0'],
    ['UTF-16 HTML', '\xff\xfe<\0h\0t\0m\0l\0'],
  ])('[BL7] %s is only to be downloaded', (_, bytes) => {
    expect(sniff(latin(bytes))).toBeUndefined();
  });

  test('[BL7] what goes on as a page after the beginning of a picture is a picture', () => {
    const polyglot = latin('GIF89a/**/=1;<script>alert(1)</script>');
    expect(sniff(polyglot)).toEqual({ kind: 'image', type: 'image/gif' });
  });
});
