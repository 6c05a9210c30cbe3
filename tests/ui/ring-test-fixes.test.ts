import { describe, expect, test } from 'vitest';
import type { DeviceRing } from '#shared/client/client.ts';
import { fixesOf, SILENT_MS } from '#shared/ui/settings/ring-test/fixes.ts';
import { annPhone } from '#tests/fakes/ids.ts';

const silent: DeviceRing = { device: annPhone, connected: false, subscribed: false };
const open: DeviceRing = {
  device: annPhone,
  connected: true,
  subscribed: true,
  service: 'accepted',
  socket_ms: 40,
  push_ms: 900,
  standing: { alerts: 'granted', push: 'reached', quiet: false },
};
const standing = (change: Partial<NonNullable<DeviceRing['standing']>>): DeviceRing => ({
  ...open,
  subscribed: false,
  standing: { alerts: 'granted', quiet: false, ...change },
});

describe('what is to be done at a device', () => {
  test('nothing where it answers by both ways, or still may', () => {
    expect(fixesOf(open, SILENT_MS)).toEqual([]);
    const { push_ms: _, socket_ms: __, standing: ___, ...waiting } = open;
    expect(fixesOf(waiting, SILENT_MS - 1)).toEqual([]);
  });

  test.each([
    ['quiet hours', standing({ quiet: true, push: 'reached' }), ['quiet']],
    ['notifications that are refused', standing({ alerts: 'denied', push: 'refused' }), ['denied']],
    ['a person who was not asked', standing({ alerts: 'default', push: 'refused' }), ['not-asked']],
    ['a browser without notifications', standing({ alerts: 'unsupported' }), ['no-notifications']],
    ['a browser without pushes, as on an iPhone', standing({ push: 'unsupported' }), ['no-push']],
    ['a push service that does not answer', standing({ push: 'silent' }), ['push-silent']],
    ['a browser that refuses', standing({ push: 'refused' }), ['push-refused']],
    ['a service the relay does not know', standing({ push: 'unknown' }), ['push-unknown']],
    ['a closed app without a subscription', silent, ['closed']],
    ['a subscription that is gone', { ...silent, subscribed: true, service: 'gone' }, ['service-refuses']],
    ['a worker that does not wake', { ...silent, subscribed: true, service: 'accepted' }, ['asleep']],
    ['a page that sleeps', { ...silent, connected: true }, ['frozen']],
  ] satisfies readonly [string, DeviceRing, readonly string[]][])('%s', (_, ring, expected) => {
    expect(fixesOf(ring, SILENT_MS)).toEqual(expected);
  });
});
