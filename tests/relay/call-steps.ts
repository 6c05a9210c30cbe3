import { expect } from 'vitest';
import type { CallRecord } from '#shared/protocol/call.ts';
import { befriend, newPerson, type TestDevice } from './test-client.ts';

/** ann and bo, who are contacts, at that relay. */
export const friendsAt = async (url: string): Promise<[TestDevice, TestDevice]> => {
  const ann = await newPerson(url, 'ann');
  const bo = await newPerson(url, 'bo');
  await befriend(ann, bo);
  return [ann, bo];
};

export const invite = async (from: TestDevice, to: TestDevice, call: string = crypto.randomUUID()): Promise<string> => {
  expect(await from.ask({ type: 'call-invite', call, callee: to.uid, media: 'audio' })).toMatchObject({ type: 'ok' });
  return call;
};

export const record = async <State extends CallRecord['state']>(
  device: TestDevice,
  state: State,
  call?: string,
): Promise<Extract<CallRecord, { state: State }>> => {
  const frame = await device.next(
    'call',
    ({ record: { state: present, call: id } }) => present === state && (!call || id === call),
  );
  return frame.record as Extract<CallRecord, { state: State }>;
};
