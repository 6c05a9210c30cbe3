import { createInbox, type Inbox, type InboxOptions } from './inbox.ts';
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
import { createPrekeys, type Prekeys, type PrekeysOptions } from './prekeys.ts';

export type MailOptions = InboxOptions & OutboxOptions & PrekeysOptions;

/** What takes messages to the relay and brings them from it, as one piece that is loaded once the relay is reached. */
export interface Mail {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly prekeys: Prekeys;
}

export const createMail = (options: MailOptions): Mail => ({
  inbox: createInbox(options),
  outbox: createOutbox(options),
  prekeys: createPrekeys(options),
});
