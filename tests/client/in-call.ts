import type { Client } from '#shared/client/client.ts';
import { until } from '#tests/fakes/until.ts';
import { createHouse, type Device } from './house.ts';

export const phase = ({ client }: { readonly client: Client }): string => client.state().call.phase;

export const active = ({ client }: { readonly client: Client }) => {
  const { call } = client.state();
  if (call.phase !== 'active') throw new Error(`The call is ${call.phase}`);
  return call;
};

export const ending = ({ client }: { readonly client: Client }) => {
  const { call } = client.state();
  if (call.phase !== 'ended') throw new Error(`The call is ${call.phase}`);
  return call.ending;
};

/** Ann calls, bo answers, and the path is there. The options are ann's. */
export const inCall = async (options?: Parameters<Device['open']>[0]) => {
  const house = createHouse();
  const people = await house.pair(options);
  const { ann, bo } = people;
  ann.client.call.start(bo.uid, 'audio');
  await until(() => phase(bo) === 'incoming', 'the ring');
  bo.client.call.answer('audio');
  await until(() => phase(ann) === 'active' && active(ann).path.state === 'connected', 'the path of ann');
  await until(() => phase(bo) === 'active' && active(bo).path.state === 'connected', 'the path of bo');
  await until(() => active(ann).microphone.state === 'on' && active(bo).microphone.state === 'on');
  return { ...house, ...people };
};
