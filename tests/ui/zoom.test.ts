import { expect, test } from 'vitest';
import { moved, WHOLE, zoomed, zoomedByKey } from '#shared/ui/call/zoom.ts';

test('what is under the pointer stays there', () => {
  const at = { x: 0.2, y: -0.1 };
  const near = zoomed(WHOLE, 2, at);
  // The point of the picture that was there, in widths and heights of the box, from the middle of the picture.
  expect((at.x - near.x) / near.scale).toBeCloseTo(at.x);
  expect((at.y - near.y) / near.scale).toBeCloseTo(at.y);
});

test('a picture is never smaller than its box, never leaves it, and has a largest size', () => {
  expect(zoomed(WHOLE, 0.1)).toEqual(WHOLE);
  expect(zoomed(WHOLE, 1000).scale).toBe(8);
  expect(moved(WHOLE, { x: 1, y: 1 })).toEqual(WHOLE);
  expect(moved(zoomed(WHOLE, 2), { x: 9, y: -9 })).toEqual({ scale: 2, x: 0.5, y: -0.5 });
  expect(zoomed(moved(zoomed(WHOLE, 4), { x: 1, y: 0 }), 0.25)).toEqual(WHOLE);
});

test('keys make it larger and smaller, move it, and show all of it', () => {
  const large = zoomedByKey(WHOLE, '+');
  expect(large?.scale).toBeGreaterThan(1);
  expect(zoomedByKey(large ?? WHOLE, 'ArrowLeft')?.x).toBeGreaterThan(0);
  expect(zoomedByKey(large ?? WHOLE, 'ArrowDown')?.y).toBeLessThan(0);
  expect(zoomedByKey(large ?? WHOLE, '-')).toEqual(WHOLE);
  expect(zoomedByKey(large ?? WHOLE, '0')).toEqual(WHOLE);
  expect(zoomedByKey(WHOLE, 'm')).toBeUndefined();
});
