import { expect, test } from 'vitest';
import { type Errand, fragmentOf } from '../../extension/platform/errand.ts';
import { errandIn } from '../../extension/platform/read-errand.ts';

const ann = '11111111-1111-4111-8111-111111111111';
const call = '22222222-2222-4222-8222-222222222222';

const errands: readonly Errand[] = [
  { kind: 'call', person: ann, media: 'video' },
  { kind: 'answer', call, media: 'audio' },
  { kind: 'ring', call },
  { kind: 'move', call },
  { kind: 'room', link: 'https://tincan.example:9000/#/room/aB3dE6gH9k.AAAAAAAAAAAAAAAAAAAA-Q' },
  { kind: 'show' },
];

test.each(errands)('what the call window is opened for survives its address: $kind', (errand) => {
  expect(errandIn(fragmentOf(errand))).toEqual(errand);
});

test.each([
  '',
  '#',
  '#call=ann&media=audio',
  `#call=${ann}`,
  `#call=${ann}&media=smell`,
  '#/people',
  '#ring=%zz',
  '#room=https://tincan.example/',
])('an address that asks for nothing known only shows the window: %s', (fragment) => {
  expect(errandIn(fragment)).toEqual({ kind: 'show' });
});
