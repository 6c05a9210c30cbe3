import type { Clock } from '#shared/client/ports.ts';
import type { CallParty, CallRecord, EndReason } from '#shared/protocol/call.ts';
import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { CallSummary } from '#shared/protocol/envelope.ts';
import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { AccountId, CallId, DeviceId } from '#shared/protocol/ids.ts';

const RING_MS = 60_000;
const CALLER_GONE_MS = 10_000;
const BOTH_GONE_MS = 120_000;

type CallFrame = Extract<ClientFrame, { call: CallId; type: `call-${string}` }>;
type Ended = Extract<CallRecord, { state: 'ended' }>;
type Live = Exclude<CallRecord, Ended>;
type Answered = Extract<CallRecord, { state: 'accepted' | 'connected' }>;
type Answer = ErrorCode | 'ok';

export interface ModelCallsOptions {
  readonly clock: Clock;
  readonly areContacts: (a: AccountId, b: AccountId) => boolean;
  readonly isConnected: (endpoint: string) => boolean;
  /** To every endpoint of both people. */
  readonly publish: (record: CallRecord) => void;
  readonly summarise: (summary: CallSummary) => void;
}

export interface ModelCalls {
  act(frame: CallFrame, from: CallParty): Answer;
  /** An endpoint of this person has gone. */
  gone(endpoint: string): void;
  live(account?: AccountId): readonly CallRecord[];
  find(call: CallId): CallRecord | undefined;
}

const isAnswered = (record: CallRecord): record is Answered =>
  record.state === 'accepted' || record.state === 'connected';

const ringOf = (record: Live): Pick<Extract<CallRecord, { state: 'ringing' }>, 'ringing' | 'ready'> =>
  record.state === 'ringing' ? record : { ringing: [], ready: [] };

/** The relay's call record as SPEC CA1–CA10 and CA16 have it, without rates (CA11). */
export const createModelCalls = (options: ModelCallsOptions): ModelCalls => {
  const { clock, areContacts, isConnected, publish, summarise } = options;
  const records = new Map<CallId, CallRecord>();

  const set = (record: CallRecord): void => {
    records.set(record.call, record);
    publish(record);
  };

  const end = (record: Live, reason: EndReason, by?: CallParty): void => {
    const { call, version, media, caller, callee, created_at } = record;
    const answered = isAnswered(record) && { answerer: record.answerer, answered_at: record.answered_at };
    const facts = { call, media, caller, callee, created_at, ...answered };
    const ended_at = clock.now();
    const ended: Ended = {
      ...facts,
      version: version + 1,
      state: 'ended',
      ended_at,
      reason,
      ...(by && { ended_by: { account: by.account, device: by.device } }),
    };
    set(ended);
    summarise({
      call,
      caller: caller.account,
      callee,
      media,
      started_at: created_at,
      ended_at,
      reason,
      ...(isAnswered(record) && {
        answered_at: record.answered_at,
        answerer: { account: record.answerer.account, device: record.answerer.device },
      }),
      ...(ended.ended_by && { ended_by: ended.ended_by }),
    });
  };

  const liveOf = (account: AccountId): readonly Live[] =>
    [...records.values()].filter(
      (record): record is Live =>
        record.state !== 'ended' && (record.caller.account === account || record.callee === account),
    );

  const accept = (record: Live, answerer: CallParty): void => {
    const { call, version, media, caller, callee, created_at } = record;
    const facts = { call, media, caller, callee, created_at };
    set({ ...facts, version: version + 1, state: 'accepted', answerer, answered_at: clock.now() });
  };

  const invite = (frame: Extract<CallFrame, { type: 'call-invite' }>, caller: CallParty): Answer => {
    const known = records.get(frame.call);
    if (known) {
      publish(known);
      return 'ok';
    }
    const { call, callee, media } = frame;
    const record: Live = {
      call,
      version: 1,
      media,
      caller,
      callee,
      created_at: clock.now(),
      state: 'proposed',
      notified: [],
    };
    records.set(call, record);
    if (!areContacts(caller.account, callee)) {
      end(record, 'needs-permission');
      return 'ok';
    }
    const isCallerBusy = liveOf(caller.account).some(isAnswered);
    if (isCallerBusy || liveOf(callee).some(isAnswered)) {
      end(record, 'busy', isCallerBusy ? caller : undefined);
      return 'ok';
    }
    const crossing = liveOf(callee).find(
      ({ caller: them, callee: us }) => them.account === callee && us === caller.account,
    );
    if (crossing) {
      if (crossing.call < call) {
        end(record, 'glare');
        accept(crossing, caller);
      } else {
        end(crossing, 'glare');
        publish(record);
        accept(record, crossing.caller);
      }
      return 'ok';
    }
    publish(record);
    clock.after(RING_MS, () => {
      const now = records.get(call);
      if (now && now.state !== 'ended' && !isAnswered(now)) end(now, 'no-answer');
    });
    return 'ok';
  };

  const isParty = (record: CallRecord, { device }: CallParty): boolean =>
    record.caller.device === device || (isAnswered(record) && record.answerer.device === device);

  const join = (record: Live, party: CallParty, from: DeviceId | undefined): Answer => {
    const version = record.version + 1;
    const isFor = ({ account, device }: CallParty): boolean =>
      device === party.device || (isAnswered(record) && device === from && account === party.account);
    if (isFor(record.caller)) set({ ...record, version, caller: party });
    else if (isAnswered(record) && isFor(record.answerer)) set({ ...record, version, answerer: party });
    else return 'call_over';
    return 'ok';
  };

  const act: ModelCalls['act'] = (frame, from) => {
    if (frame.type === 'call-invite') return invite(frame, from);
    const record = records.get(frame.call);
    if (!record) return 'call_unknown';
    const isCallee = record.callee === from.account;
    if (record.state === 'ended')
      return frame.type === 'call-decline' || frame.type === 'call-end' ? 'ok' : 'call_over';
    switch (frame.type) {
      case 'call-ringing': {
        if (!isCallee || isAnswered(record)) return 'ok';
        const { ringing, ready } = ringOf(record);
        if (ringing.includes(from.device)) return 'ok';
        set({ ...record, version: record.version + 1, state: 'ringing', ringing: [...ringing, from.device], ready });
        return 'ok';
      }
      case 'call-ready': {
        if (!isCallee || isAnswered(record)) return 'ok';
        const { ringing, ready } = ringOf(record);
        if (ready.some(({ endpoint }) => endpoint === from.endpoint)) return 'ok';
        const others = ready.filter(({ device }) => device !== from.device);
        set({
          ...record,
          version: record.version + 1,
          state: 'ringing',
          ringing: [...new Set([...ringing, from.device])],
          ready: [...others, from],
        });
        return 'ok';
      }
      case 'call-accept':
        if (!isCallee) return 'call_unknown';
        if (isAnswered(record)) return record.answerer.endpoint === from.endpoint ? 'ok' : 'call_over';
        accept(record, from);
        return 'ok';
      case 'call-decline':
        if (isCallee && !isAnswered(record)) end(record, 'declined', from);
        return 'ok';
      case 'call-connected':
        if (record.state === 'accepted' && isParty(record, from))
          set({ ...record, version: record.version + 1, state: 'connected' });
        return 'ok';
      case 'call-end':
        if (!isParty(record, from)) return 'ok';
        end(record, isAnswered(record) ? (frame.reason ?? 'hang-up') : 'cancelled', from);
        return 'ok';
      case 'call-join':
        return join(record, from, frame.from_device);
      default:
        throw new Error('No such act');
    }
  };

  const gone = (endpoint: string): void => {
    for (const record of records.values()) {
      if (record.state === 'ended') continue;
      const { call } = record;
      if (record.state === 'ringing' && record.ready.some((party) => party.endpoint === endpoint)) {
        const ready = record.ready.filter((party) => party.endpoint !== endpoint);
        set({ ...record, version: record.version + 1, ready });
      }
      if (!isAnswered(record) && record.caller.endpoint === endpoint) {
        clock.after(CALLER_GONE_MS, () => {
          const now = records.get(call);
          if (now && now.state !== 'ended' && !isAnswered(now) && !isConnected(now.caller.endpoint))
            end(now, 'cancelled');
        });
      }
      if (isAnswered(record) && !isConnected(record.caller.endpoint) && !isConnected(record.answerer.endpoint)) {
        clock.after(BOTH_GONE_MS, () => {
          const now = records.get(call);
          if (!now || !isAnswered(now)) return;
          if (!isConnected(now.caller.endpoint) && !isConnected(now.answerer.endpoint)) end(now, 'reconnect-failed');
        });
      }
    }
  };

  return {
    act,
    gone,
    live: (account) =>
      account === undefined ? [...records.values()].filter(({ state }) => state !== 'ended') : liveOf(account),
    find: (call) => records.get(call),
  };
};
