import { expect, test } from 'vitest';
import { until } from '#tests/fakes/until.ts';
import { createHouse } from './house.ts';
import { active, phase } from './in-call.ts';

test('[CA13] [R21] the caller’s picture, and nothing else, goes over the path before the answer where both want it', async () => {
  const { ann, bo } = await createHouse().pair();
  bo.client.setVisible(true);
  await bo.client.setPrivacy({ seesEarly: true });
  await ann.client.setPrivacy({ showsEarly: true });
  await until(() => bo.client.state().privacy.seesEarly && ann.client.state().privacy.showsEarly, 'both choices');
  ann.client.call.start(bo.uid, 'video');
  await until(() => ann.calling.links[0]?.sent.get('video') !== undefined, 'the picture');
  const seen = () => {
    const { call } = bo.client.state();
    return call.phase === 'incoming' ? call.warm?.devices?.camera : undefined;
  };
  await until(() => seen() === 'on', 'the word of it');
  expect(ann.calling.links[0]?.sent.get('audio')).toBeUndefined();
  expect(bo.calling.tracks).toEqual([]);
  expect([...(bo.calling.links[0]?.sent.values() ?? [])].filter(Boolean)).toEqual([]);

  bo.client.call.answer('audio');
  await until(() => phase(ann) === 'active' && ann.calling.links[0]?.sent.get('audio') !== undefined, 'the sound');
  expect(active(bo)).toMatchObject({ remoteCamera: 'on', camera: { state: 'off' } });
});
