import { expect, test } from 'vitest';
import { frameSize } from '#shared/ui/files/frame-size.ts';
import { en } from '#shared/ui/strings/en.ts';
import { ru } from '#shared/ui/strings/ru.ts';
import { shareWords, sizeWords } from '#shared/ui/strings/sizes.ts';

test('sizes are said in the largest unit that fits', () => {
  const said = [0, 999, 340_400, 2_449_000, 30_000_000, 1_500_000_000].map((bytes) => sizeWords(bytes, en));
  expect(said).toEqual(['0 byte', '999 byte', '340 kB', '2.4 MB', '30 MB', '1.5 GB']);
  expect(sizeWords(2_449_000, ru)).toMatch(/^2,4\sМБ$/);
  expect(shareWords(1, 4, en)).toBe('25%');
  expect(shareWords(0, 0, en)).toBe('0%');
});

test('the room for a picture is kept within bounds, whatever its sender says', () => {
  const picture = { blob: 'b', key: 'k', size: 1, name: 'a', type: 'image/png', kind: 'image' } as const;
  expect(frameSize({ ...picture, width: 1280, height: 720 })).toEqual({ width: 320, height: 180 });
  expect(frameSize({ ...picture, width: 1, height: 1_000_000 })).toEqual({ width: 96, height: 360 });
  expect(frameSize({ ...picture, width: 1_000_000, height: 1 })).toEqual({ width: 320, height: 96 });
  expect(frameSize(picture)).toEqual({ width: 320, height: 180 });
  expect(frameSize({ ...picture, kind: 'file' })).toBeUndefined();
});
