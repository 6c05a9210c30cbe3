import type { Client } from '#shared/client/client.ts';

/** Digits that a device shows now. */
export const digitsOn = (client: Client): string | undefined => {
  const phase = client.state().identity.linking?.phase;
  return phase?.name === 'comparing' ? phase.digits : undefined;
};

/** A person confirms a new device on one of theirs, looking at both. */
export const confirmDevice = async (
  known: Client,
  fresh: Client,
  wait: (condition: () => boolean, what: string) => Promise<unknown>,
  withHistory = false,
): Promise<void> => {
  known.setVisible(true);
  fresh.setVisible(true);
  await wait(() => known.state().identity.waiting.length > 0, 'the new device');
  const [device = ''] = known.state().identity.waiting;
  known.identity.confirm(device);
  await wait(() => digitsOn(known) !== undefined && digitsOn(known) === digitsOn(fresh), 'the same digits on both');
  fresh.identity.agree(false);
  known.identity.agree(withHistory);
  await wait(() => fresh.state().identity.device === 'confirmed', 'the confirmation');
};
