import type { Doubt } from '#shared/core/identity/identity.ts';
import type { ListView } from '#shared/protocol/device-list.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { History } from '../ports.ts';
import type { Pin } from './pin.ts';

/** Two people who write to each other tell each other which lists they go by: a relay that shows them two is noticed. */
export interface Views {
  /** What to write into a message between these two. */
  of(accounts: readonly AccountId[]): Promise<readonly ListView[]>;
  /** Holds what somebody else goes by against what is known here. */
  compare(views: readonly ListView[]): Promise<void>;
}

export interface ViewsOptions {
  readonly history: Pick<History, 'pin'>;
  readonly directory: Pick<DeviceDirectory, 'ask'>;
  readonly onDoubt: (doubt: Doubt) => void;
}

const isOther = (pin: Pin, { version, hash }: ListView): boolean => {
  const known = pin.hashes[version];
  return known !== undefined && known !== hash;
};

export const createViews = ({ history, directory, onDoubt }: ViewsOptions): Views => {
  const compareOne = async (view: ListView): Promise<void> => {
    const { account } = view;
    let pin = await history.pin(account);
    if (!pin) return;
    if (view.version > pin.version) {
      // A list that has come since, or that the relay keeps back.
      const asked = await directory.ask([account]);
      pin = await history.pin(account);
      if (!asked.ok || !pin) return;
      if (view.version > pin.version) return onDoubt({ account, what: 'withheld' });
    }
    if (isOther(pin, view)) onDoubt({ account, what: 'split' });
  };

  return {
    of: async (accounts) => {
      const pins = await Promise.all(accounts.map((account) => history.pin(account)));
      return pins.flatMap((pin) => {
        const hash = pin?.hashes[pin.version];
        return pin && hash !== undefined ? [{ account: pin.account, version: pin.version, hash }] : [];
      });
    },
    compare: async (views) => {
      for (const view of views) await compareOne(view);
    },
  };
};
