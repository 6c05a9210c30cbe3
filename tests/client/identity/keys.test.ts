import { describe, expect, test } from 'vitest';
import { identityKeys } from '#shared/client/identity/keys.ts';
import type { DeviceList } from '#shared/protocol/device-list.ts';
import type { SignedDeviceList } from '#shared/protocol/signed-device-list.ts';

const KEY = `${'A'.repeat(43)}=`;

const listBy = async () => {
  const identity = await identityKeys.create();
  const list: DeviceList = {
    account: '00000000-0000-4000-8000-000000000001',
    identity_key: identity.key,
    version: 1,
    previous: '',
    devices: [{ device: '00000000-0000-4000-8000-000000000002', signing_key: KEY, added_at: 1 }],
  };
  return { identity, list, signed: await identityKeys.sign(identity, list) };
};

/** What a relay could hand out in the place of a list. */
const forgeries: readonly [
  name: string,
  forge: (by: Awaited<ReturnType<typeof listBy>>) => Promise<SignedDeviceList>,
][] = [
  [
    'with one more device',
    async ({ signed, list }) => {
      const ghost = { device: '00000000-0000-4000-8000-000000000003', signing_key: KEY, added_at: 2 };
      return { ...signed, text: JSON.stringify({ ...list, devices: [...list.devices, ghost] }) };
    },
  ],
  ['of another version', async ({ signed, list }) => ({ ...signed, text: JSON.stringify({ ...list, version: 2 }) })],
  [
    'of another account',
    async ({ signed, list }) => ({
      ...signed,
      text: JSON.stringify({ ...list, account: '00000000-0000-4000-8000-000000000009' }),
    }),
  ],
  ['that another key has signed', async ({ list }) => identityKeys.sign(await identityKeys.create(), list)],
  [
    'that names another key than its own',
    async ({ identity, list }) =>
      identityKeys.sign(identity, { ...list, identity_key: (await identityKeys.create()).key }),
  ],
  ['written in another way', async ({ signed }) => ({ ...signed, text: `${signed.text} ` })],
  ['with the signature of something else', async ({ signed }) => ({ ...signed, signature: `${'A'.repeat(86)}==` })],
  ['without a signature', async ({ signed }) => ({ ...signed, signature: '' })],
  ['that is no list', async () => ({ text: '{}', signature: `${'A'.repeat(86)}==` })],
];

describe('[DL1] a signed device list', () => {
  test('is taken as its owner has signed it', async () => {
    const { list, signed } = await listBy();
    expect(await identityKeys.check(signed)).toMatchObject({ list });
  });

  test.each(forgeries)('%s is none', async (_, forge) => {
    expect(await identityKeys.check(await forge(await listBy()))).toBeUndefined();
  });

  test('is signed by the same key after its seed has travelled', async () => {
    const { identity, list } = await listBy();
    const restored = await identityKeys.restore(await identityKeys.seed(identity));
    expect(restored.key).toBe(identity.key);
    expect(await identityKeys.check(await identityKeys.sign(restored, list))).toMatchObject({ list });
  });
});
