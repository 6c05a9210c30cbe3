import type { Identity, Standing } from '#shared/core/identity/identity.ts';
import type { History, StoredSession } from '../ports.ts';
import type { Pin } from './pin.ts';

const standingOf = ({ verified, offered, replaced }: Pin): Standing | undefined =>
  offered ? 'offered' : verified ? 'verified' : replaced && 'replaced';

/** Whether this device has its account's key and is in the account's list, so that others would hear it. */
export const isConfirmed = async (
  history: Pick<History, 'identity' | 'pin'>,
  { account, device }: StoredSession,
): Promise<boolean> => {
  const [identity, pin] = await Promise.all([history.identity(), history.pin(account.uid)]);
  return (
    identity !== undefined &&
    pin?.identity_key === identity.key &&
    pin.offered === undefined &&
    pin.devices.some((listed) => listed.device === device)
  );
};

/** What the store knows of identities. It cannot tell an unconfirmed device from one that nobody has asked about yet. */
export const standings = async (
  history: Pick<History, 'identity' | 'pin' | 'pins'>,
  self: StoredSession,
): Promise<Partial<Identity>> => {
  const [pins, confirmed, identity] = await Promise.all([
    history.pins(),
    isConfirmed(history, self),
    history.identity(),
  ]);
  const people = pins.flatMap((pin) => {
    const standing = pin.account === self.account.uid ? undefined : standingOf(pin);
    return standing ? [[pin.account, standing] as const] : [];
  });
  return {
    people: new Map(people),
    recoverySince: identity?.recovery?.since,
    ...(confirmed && { device: 'confirmed' as const }),
  };
};
