import { expect, test } from 'vitest';
import { FakeTrack } from '#tests/fakes/fake-calling.ts';
import { until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';

test('[R22] a call sends the microphone at once, what it is cleaned to in its place, and neither while muted', async () => {
  const { pair } = createHouse();
  const { ann, bo } = await pair();
  ann.client.call.start(bo.uid, 'audio');
  await until(() => bo.client.state().call.phase === 'incoming', 'the ring');
  bo.client.call.answer('audio');
  await until(() => ann.calling.links[0]?.sent.get('audio') !== undefined, 'the microphone');
  const link = ann.calling.links[0];
  const raw = ann.calling.tracks[0];
  expect(link?.sent.get('audio')).toBe(raw);
  await until(() => ann.calling.treatments.length === 1, 'the treatment');
  const [treatment] = ann.calling.treatments;
  expect(treatment?.raw).toBe(raw);
  const cleaned = new FakeTrack('audio') as unknown as MediaStreamTrack;
  treatment?.send(cleaned);
  expect(link?.sent.get('audio')).toBe(cleaned);

  ann.client.call.setMicrophone(false);
  expect(link?.sent.get('audio')).toBeUndefined();
  expect(treatment?.muted).toBe(true);
  treatment?.send(cleaned);
  expect(link?.sent.get('audio')).toBeUndefined();
  ann.client.call.setMicrophone(true);
  expect(link?.sent.get('audio')).toBe(cleaned);
  expect(treatment?.muted).toBe(false);

  ann.client.call.hangUp();
  await until(() => treatment?.ended === true && raw?.readyState === 'ended', 'the end');
});
