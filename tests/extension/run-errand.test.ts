import { expect, test, vi } from 'vitest';
import { uuid } from '#tests/fakes/ids.ts';
import { runErrand } from '../../extension/entrypoints/call/run-errand.ts';
import { ann, incoming, stateOnly } from './fake-client.ts';

const SECOND = uuid(0xca12);

test('the call window answers the call that it was opened for, also where another one rings before it', async () => {
  const { client, become } = stateOnly();
  const acts = { answer: vi.fn(), answerWaiting: vi.fn() };
  const ran = runErrand(
    { ...client, call: { ...client.call, ...acts } },
    { kind: 'answer', call: SECOND, media: 'audio' },
  );
  become({ call: incoming });
  become({ call: { ...incoming, waiting: { call: SECOND, person: ann, media: 'audio' } } });
  await ran;
  expect(acts.answer).not.toHaveBeenCalled();
  expect(acts.answerWaiting).toHaveBeenCalledExactlyOnceWith(SECOND, 'audio');
});
