import type { Uploads, UploadsOptions } from '../files/uploads.ts';
import { uploadsOnDemand } from '../files/uploads-on-demand.ts';
import { createViews, type ViewsOptions } from '../identity/views.ts';
import { type RenewalOptions, renewToken } from '../relay/renewal.ts';
import { createInbox, type Inbox, type InboxOptions } from './inbox.ts';
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
import { createPrekeys, type Prekeys, type PrekeysOptions } from './prekeys.ts';
import { createReceipts, type Receipts, type ReceiptsOptions } from './receipts.ts';

/** A socket may stay open for days. */
const LOOK_MS = 6 * 3_600_000;

export type MailOptions = Omit<InboxOptions, 'views'> &
  Omit<OutboxOptions, 'views'> &
  ViewsOptions &
  Omit<PrekeysOptions, 'isDrained'> &
  Omit<ReceiptsOptions, 'onQueued'> &
  Omit<UploadsOptions, 'onUploaded'> &
  RenewalOptions;

/** What takes messages to the relay and brings them from it, as one piece that is loaded once the relay is reached. */
export interface Mail {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly prekeys: Prekeys;
  /** What is due every day, while there is a socket: other keys, another token. */
  upkeep(): void;
  readonly receipts: Receipts;
  readonly uploads: Uploads;
  close(): void;
}

export const createMail = (options: MailOptions): Mail => {
  const views = createViews(options);
  const outbox = createOutbox({ ...options, views });
  const onUnsealable = (): void => {
    options.onUnsealable();
    // A relay that was set back to an earlier state gives out again what it had given out since.
    prekeys.refill();
  };
  const inbox = createInbox({ ...options, views, onUnsealable });
  const prekeys = createPrekeys({ ...options, isDrained: inbox.isIdle });
  const receipts = createReceipts({ ...options, onQueued: outbox.flush });
  const uploads = uploadsOnDemand({ ...options, onUploaded: outbox.flush });
  let stopLooking = (): void => {};
  const upkeep = (): void => {
    stopLooking();
    stopLooking = options.clock.after(LOOK_MS, upkeep);
    if (!options.line.welcome()) return;
    prekeys.renew();
    void renewToken(options).catch(options.onBroken);
  };
  return {
    inbox,
    outbox,
    prekeys,
    upkeep,
    receipts,
    uploads,
    close: () => {
      stopLooking();
      for (const part of [outbox, receipts, uploads, prekeys]) part.close();
    },
  };
};
