import type { CallParty, CallRecord, EndReason } from '#shared/protocol/call.ts';
import type { AccountId, CallId, DeviceId, EndpointId } from '#shared/protocol/ids.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { Call } from './call.ts';
import type { Had } from './handover.ts';

/** The end of a call that the relay has not confirmed yet: said again on the next socket. */
export interface Unsaid {
  readonly call: CallId;
  readonly act: 'call-decline' | 'call-end';
  readonly reason?: EndReason;
}

/** What a relay says of how it makes calls. */
export interface RelayWays {
  /** It has TURN servers. */
  readonly turn: boolean;
  /** Milliseconds for which a call rings where its callee has not chosen, from its receipt of the invite (SPEC CA6). */
  readonly ringMs: number;
}

/** A call that another device has taken over, and what was on here until then. */
export interface HandedOver {
  readonly call: CallId;
  readonly to: DeviceId;
  readonly had: Had;
}

/** What a context remembers of calls besides the one it shows. */
export interface CallMemory {
  /** The newest record of each call; `over` once nothing that is said of it matters here any more. */
  readonly records: ReadonlyMap<CallId, CallRecord | 'over'>;
  readonly unsaid: readonly Unsaid[];
  /** Every endpoint this context has had: a record may still name an old one. */
  readonly endpoints: readonly EndpointId[];
  /** What the relay told of itself last. */
  readonly relay: RelayWays;
  /** The call whose ring another context of this device has taken. */
  readonly ringTaken?: CallId;
  /** The last call that went from here to another device of this person. */
  readonly handedOver?: HandedOver;
}

export const noMemory: CallMemory = {
  records: new Map(),
  unsaid: [],
  endpoints: [],
  relay: { turn: false, ringMs: 60_000 },
};

/** What the transitions of a call work on. */
export interface CallState {
  readonly call: Call;
  readonly memory: CallMemory;
}

/** Who and where this context is while something happens to a call. */
export interface CallPlace {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly link: 'online' | 'trying' | 'offline' | 'signed-out';
  /** What the relay's clock is ahead of ours. */
  readonly skew: number;
  /** As the relay has it. */
  readonly ringMs: number;
  /** This context can run a call itself. */
  readonly calling: boolean;
  readonly visible: boolean;
  readonly privacy: Privacy;
}

/** Calls that are over and still remembered, so that no late frame revives them. */
const REMEMBERED = 64;

export const remember = (memory: CallMemory, call: CallId, record: CallRecord | 'over'): CallMemory => {
  const records = new Map(memory.records);
  records.delete(call);
  records.set(call, record);
  for (const [old, at] of records) {
    if (records.size <= REMEMBERED) break;
    if (at === 'over') records.delete(old);
  }
  return { ...memory, records };
};

/** A context has a new endpoint with each socket. */
export const withEndpoint = (memory: CallMemory, endpoint: EndpointId, relay: RelayWays): CallMemory => ({
  ...memory,
  relay,
  endpoints: [...memory.endpoints, endpoint].slice(-32),
});

export const isHere = (party: CallParty, memory: CallMemory): boolean => memory.endpoints.includes(party.endpoint);
