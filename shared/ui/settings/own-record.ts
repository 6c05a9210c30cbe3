import { type Accessor, createResource } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import type { AccountRecord } from '#shared/protocol/own-account.ts';
import { useUi } from '../frame/ui.ts';

/** What the relay keeps of one's account, as it last said. */
export interface OwnRecord {
  /** `undefined` until it has said so once. */
  readonly latest: Accessor<AccountRecord | undefined>;
  /** Why it did not say so when it was last asked. */
  readonly problem: Accessor<Reason | undefined>;
  askAgain(): Promise<void>;
}

/** Asks now, and whenever the connection to the relay is back. */
export const createOwnRecord = (): OwnRecord => {
  const { client, state } = useUi();
  const isOnline = () => state().link.state === 'online';
  const [answer, { refetch }] = createResource(isOnline, () => client.account.record());
  return {
    latest: () => (answer.latest?.ok ? answer.latest.value : undefined),
    problem: () => (answer.latest && !answer.latest.ok ? answer.latest.reason : undefined),
    askAgain: async () => void (await refetch()),
  };
};
