import type { AccountId } from '#shared/protocol/ids.ts';
import { newPin, type Pin } from './pin.ts';

/** What a person has decided about the identity of somebody, on this device or on another one of theirs. */
export interface Mark {
  readonly account: AccountId;
  readonly identity_key: string;
  /** The numbers were compared; otherwise this identity is taken as it comes. */
  readonly verified: boolean;
}

/** Known by the identity alone: any list that it signs follows. */
const awaited = ({ account, identity_key, verified }: Mark): Pin => ({
  account,
  identity_key,
  version: 0,
  devices: [],
  removed: [],
  hashes: { 0: '' },
  verified,
});

/** The pin after that. An identity that is not met yet counts only where it was verified. */
export const marked = (pin: Pin | undefined, mark: Mark): Pin | undefined => {
  const { identity_key, verified } = mark;
  if (pin?.identity_key === identity_key) {
    const { replaced: _, offered: __, ...kept } = pin;
    return { ...kept, verified };
  }
  if (pin?.offered?.list.identity_key === identity_key) return { ...newPin(pin.offered), verified };
  return verified ? awaited(mark) : pin;
};
