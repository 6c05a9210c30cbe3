import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallParty } from '#shared/protocol/call.ts';
import { type Desk, desk, invitation, party, TIMES } from './call-desk.ts';

const [ann, bo, cy] = ['ann', 'bo', 'cy'];

describe('what time does to calls', () => {
  test('[CA6] without an answer a call ends after 60 s, not before', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo), 1_000);
    book.apply('1', { type: 'ringing', account: bo, device: 'bo-1' }, 2_000);
    book.tick(60_999);
    expect(told.at(-1)).toMatchObject({ state: 'ringing' });
    book.tick(61_000);
    expect(told.at(-1)).toMatchObject({ state: 'ended', reason: 'no-answer', ended_at: 61_000 });
    expect(told.at(-1)).not.toHaveProperty('ended_by');
  });

  test.each(['contact', 'blocked'] as const)('[CA17] it ends when the callee has chosen (%s)', (standing) => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo, standing, false, 20), 1_000);
    book.apply('1', { type: 'notified', device: 'bo-2' }, 2_000);
    book.apply('1', { type: 'ringing', account: bo, device: 'bo-1' }, 3_000);
    book.apply('1', { type: 'ready', party: party(bo) }, 3_000);
    book.tick(20_999);
    expect(told.map((record) => 'ring_seconds' in record && record.ring_seconds)).toEqual([20, 20, 20, 20]);
    book.tick(21_000);
    expect(told.at(-1)).toMatchObject({ state: 'ended', reason: 'no-answer', ended_at: 21_000 });
    expect(told.at(-1)).not.toHaveProperty('ring_seconds');
  });

  test('[CA2] a hidden call ends as nobody had answered', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo, 'blocked'), 0);
    expect(book.of(bo)).toEqual([]);
    expect(book.of(ann)).toHaveLength(1);
    book.tick(60_000);
    expect(told.at(-1)).toMatchObject({ reason: 'no-answer' });
  });

  test('[CA9] an unanswered call whose caller is gone for 10 s is cancelled, unless they come back', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo), 0);
    book.endpointGone(ann, 'ann-1-socket', 1_000);
    book.tick(10_999);
    book.apply('1', { type: 'join', party: party(ann, 'ann-1', 'next'), from: undefined }, 10_999);
    book.tick(20_000);
    expect(told.at(-1)).toMatchObject({ state: 'proposed', caller: { endpoint: 'next' } });
    book.endpointGone(ann, 'next', 21_000);
    book.tick(31_000);
    expect(told.at(-1)).toMatchObject({ reason: 'cancelled' });
  });

  test('[CA9] an answered call goes on as long as one party is there, and ends when both are gone for 2 min', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo), 0);
    book.apply('1', { type: 'accept', party: party(bo), waiting: false }, 1_000);
    book.endpointGone(ann, 'ann-1-socket', 2_000);
    book.tick(1_000_000);
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
    book.endpointGone(bo, 'bo-1-socket', 1_000_000);
    book.tick(1_119_999);
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
    book.tick(1_120_000);
    expect(told.at(-1)).toMatchObject({ reason: 'reconnect-failed' });
  });

  test('[CA8] [CA9] who was gone when the two calls met still is, and their call ends when the other goes, too', () => {
    const { book, told } = desk();
    book.invite(invitation('2', party(ann), bo), 0);
    book.endpointGone(ann, 'ann-1-socket', 1_000);
    book.invite(invitation('1', party(bo), ann), 2_000);
    expect(told.at(-1)).toMatchObject({ call: '1', state: 'accepted', answerer: { device: 'ann-1' } });
    book.endpointGone(bo, 'bo-1-socket', 3_000);
    book.tick(122_999);
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
    book.tick(123_000);
    expect(told.at(-1)).toMatchObject({ call: '1', reason: 'reconnect-failed' });
  });

  test('[CA6] [CA9] a clock that is set back by an hour keeps no call alive for that hour', () => {
    const { book, told } = desk();
    const [noon, eleven] = [12 * 3_600_000, 11 * 3_600_000];
    book.invite(invitation('1', party(ann), bo), noon);
    book.tick(noon - 2_000);
    expect(told.at(-1)).toMatchObject({ state: 'proposed' });
    book.tick(eleven);
    expect(told.at(-1)).toMatchObject({ state: 'ended', reason: 'no-answer' });

    book.invite(invitation('2', party(ann), bo), noon);
    book.apply('2', { type: 'accept', party: party(bo), waiting: false }, noon);
    book.endpointGone(ann, 'ann-1-socket', noon);
    book.endpointGone(bo, 'bo-1-socket', noon);
    book.tick(noon - 2_000);
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
    book.tick(eleven);
    expect(told.at(-1)).toMatchObject({ state: 'ended', reason: 'reconnect-failed' });
  });

  test('[CA10] a restored call waits for its parties, and ends if none comes', () => {
    const { book, told, saved } = desk();
    book.invite(invitation('1', party(ann), bo), 0);
    book.apply('1', { type: 'accept', party: party(bo), waiting: false }, 1_000);
    const [record] = saved;
    if (!record) throw new Error('an accepted call is saved');
    const next = desk();
    next.book.restore({ record, hidden: false, gone: { caller: 5_000, answerer: 5_000 }, media: [], waiting: [] });
    next.book.apply('1', { type: 'join', party: party(ann, 'ann-1', 'next'), from: undefined }, 100_000);
    next.book.tick(200_000);
    expect(next.told.at(-1)).toMatchObject({ state: 'accepted', caller: { endpoint: 'next' } });
    next.book.endpointGone(ann, 'next', 200_000);
    next.book.tick(320_000);
    expect(next.told.at(-1)).toMatchObject({ reason: 'reconnect-failed' });
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
  });

  test('a call is connected when both have said that they have media', () => {
    const { book, told } = desk();
    book.invite(invitation('1', party(ann), bo), 0);
    book.apply('1', { type: 'connected', device: 'ann-1' }, 1);
    book.apply('1', { type: 'accept', party: party(bo), waiting: false }, 2);
    for (const device of ['ann-1', 'ann-1', 'cy-1']) book.apply('1', { type: 'connected', device }, 3);
    expect(told.at(-1)).toMatchObject({ state: 'accepted' });
    book.apply('1', { type: 'connected', device: 'bo-1' }, 4);
    expect(told.at(-1)).toMatchObject({ state: 'connected', version: 3 });
  });
});

describe('what calls do to each other', () => {
  test('[CA7] an answer makes the others who ring hear busy, and ends what one was calling oneself', () => {
    const { book, told } = desk();
    book.invite(invitation('to-ann', party(cy), ann), 0);
    book.invite(invitation('by-ann', party(ann), 'dee'), 0);
    book.invite(invitation('call', party(bo), ann), 0);
    book.apply('call', { type: 'accept', party: party(ann), waiting: false }, 1);
    const last = (id: string) => told.findLast(({ call }) => call === id);
    expect(last('to-ann')).toMatchObject({ reason: 'busy' });
    expect(last('to-ann')).not.toHaveProperty('ended_by');
    expect(last('by-ann')).toMatchObject({ reason: 'cancelled', ended_by: { account: ann, device: 'ann-1' } });
    expect(last('call')).toMatchObject({ state: 'accepted' });
  });

  test('[CA7] whoever calls from one device during a call on another learns that it is they who are busy', () => {
    const { book, told } = desk();
    book.invite(invitation('call', party(ann), bo), 0);
    book.apply('call', { type: 'accept', party: party(bo), waiting: false }, 1);
    book.invite(invitation('second', party(ann, 'ann-2'), cy), 2);
    expect(told.at(-1)).toMatchObject({ reason: 'busy', ended_by: { account: ann, device: 'ann-2' } });
    book.invite(invitation('third', party(cy), ann), 3);
    expect(told.at(-1)).toMatchObject({ reason: 'busy' });
    expect(told.at(-1)).not.toHaveProperty('ended_by');
  });

  test('[CA2] an answer does not tell a blocked caller that somebody is there', () => {
    const { book, told } = desk();
    book.invite(invitation('hidden', party(cy), ann, 'blocked'), 0);
    book.invite(invitation('call', party(bo), ann), 0);
    book.apply('call', { type: 'accept', party: party(ann), waiting: false }, 1);
    expect(told.findLast(({ call }) => call === 'hidden')).toMatchObject({ state: 'proposed' });
  });

  test('[CA15] [R15] who takes other calls during a call is rung, and the others still hear busy', () => {
    const { book, told } = desk();
    const last = (id: string) => told.findLast(({ call }) => call === id);
    book.invite(invitation('before', party(cy), ann), 0);
    book.invite(invitation('call', party(bo), ann), 0);
    book.apply('call', { type: 'accept', party: party(ann), waiting: true }, 1);
    expect(last('before')).toMatchObject({ state: 'proposed' });
    book.invite(invitation('during', party('dee'), ann), 2);
    expect(last('during')).toMatchObject({ state: 'proposed' });
    book.invite(invitation('other side', party('dee'), bo), 3);
    expect(last('other side')).toMatchObject({ reason: 'busy' });
    // Two calls at once nobody has.
    book.apply('during', { type: 'accept', party: party(ann), waiting: true }, 4);
    expect(last('during')).toMatchObject({ state: 'proposed' });
    book.apply('call', { type: 'end', account: ann, device: 'ann-1', reason: undefined }, 5);
    book.apply('during', { type: 'accept', party: party(ann), waiting: false }, 6);
    expect(last('during')).toMatchObject({ state: 'accepted' });
    expect(last('before')).toMatchObject({ reason: 'busy' });
  });

  test('[CA15] a caller who takes other calls is rung during the call they made', () => {
    const { book, told } = desk();
    book.invite(invitation('call', party(ann), bo, 'contact', true), 0);
    book.apply('call', { type: 'accept', party: party(bo), waiting: false }, 1);
    book.invite(invitation('during', party(cy), ann), 2);
    expect(told.at(-1)).toMatchObject({ call: 'during', state: 'proposed' });
  });

  test('[CA8] glare is decided by the ids, whichever comes first', () => {
    for (const [first, second] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const { book, told } = desk();
      book.invite(invitation(first, party(ann), bo), 0);
      book.invite(invitation(second, party(bo, 'bo-2'), ann), 1);
      const last = (id: string) => told.findLast(({ call }) => call === id);
      expect(last('b')).toMatchObject({ state: 'ended', reason: 'glare' });
      const living = last('a');
      expect(living?.state).toBe('accepted');
      const answerer = living?.state === 'accepted' ? living.answerer : undefined;
      expect([living?.caller.device, answerer?.device].toSorted()).toEqual(['ann-1', 'bo-2']);
    }
  });
});

// --- random schedules -------------------------------------------------------------------------------------------------

const PEOPLE = [ann, bo, cy];
const DEVICES = PEOPLE.flatMap((account) => [1, 2].map((number) => party(account, `${account}-${number}`)));
const CALLS = ['1', '2', '3', '4'];

type Step =
  | { readonly do: 'invite'; readonly call: string; readonly from: CallParty; readonly to: string }
  | {
      readonly do: 'ringing' | 'ready' | 'accept' | 'decline' | 'end' | 'connected' | 'join' | 'move' | 'gone';
      readonly call: string;
      readonly by: CallParty;
    }
  | { readonly do: 'wait'; readonly ms: number };

const call = fc.constantFrom(...CALLS);
const device = fc.constantFrom(...DEVICES);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('invite' as const), call, from: device, to: fc.constantFrom(...PEOPLE) }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'ringing',
        'ready',
        'accept',
        'accept',
        'decline',
        'end',
        'connected',
        'join',
        'move',
        'gone' as const,
      ),
      call,
      by: device,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 5_000, 11_000, 61_000, 121_000) }),
  },
);

const perform = ({ book, told }: Desk, step: Step, now: number): void => {
  if (step.do === 'wait') return book.tick(now);
  if (step.do === 'invite') {
    // An id is 128 random bits: once the book has forgotten a call nobody comes with its id again.
    const forgotten = !book.get(step.call) && told.some(({ call }) => call === step.call);
    if (step.from.account !== step.to && !forgotten) book.invite(invitation(step.call, step.from, step.to), now);
    return;
  }
  const { account, device: id, endpoint } = step.by;
  if (step.do === 'gone') return book.endpointGone(account, endpoint, now);
  const by = { account, device: id };
  const event = {
    ringing: { type: 'ringing', ...by },
    ready: { type: 'ready', party: step.by },
    accept: { type: 'accept', party: step.by, waiting: step.by.device.endsWith('2') },
    decline: { type: 'decline', ...by },
    end: { type: 'end', ...by, reason: undefined },
    connected: { type: 'connected', device: id },
    join: { type: 'join', party: step.by, from: undefined },
    move: { type: 'join', party: step.by, from: step.by.device.replace(/\d/, (one) => (one === '1' ? '2' : '1')) },
  } as const;
  book.apply(step.call, event[step.do], now);
};

/** What must hold of everything that was told, whatever happened. */
const check = ({ told, summaries }: Desk): void => {
  const ids = new Set(told.map(({ call }) => call));
  for (const id of ids) {
    const history = told.filter((record) => record.call === id);
    const versions = history.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1)); // no change is missed, none is told twice
    const answerers = new Set(
      history.flatMap((record) => ('answerer' in record && record.answerer ? [record.answerer.account] : [])),
    );
    expect(answerers.size).toBeLessThanOrEqual(1);
    // Only an answered call is ever moved.
    const unanswered = history.filter((record) => !('answerer' in record && record.answerer));
    expect(new Set(unanswered.map(({ caller }) => caller.device)).size).toBeLessThanOrEqual(1);
    expect(history.filter(({ state }) => state === 'ended').length).toBeLessThanOrEqual(1);
    expect(history.findIndex(({ state }) => state === 'ended')).toBeOneOf([-1, history.length - 1]);
    for (const record of history) {
      if (record.state !== 'ringing') continue;
      const ready = record.ready.map(({ device }) => device);
      expect(new Set(ready).size).toBe(ready.length);
      expect(record.ringing).toEqual(expect.arrayContaining(ready));
    }
    const first = history[0];
    expect(
      history.every(({ caller, callee }) => caller.account === first?.caller.account && callee === first.callee),
    ).toBe(true);
    if (answerers.size > 0) expect([...answerers]).toEqual([first?.callee]);
  }
  expect(summaries.toSorted()).toEqual(
    told
      .filter(({ state }) => state === 'ended')
      .map(({ call }) => call)
      .toSorted(),
  );
};

/** Nobody is in two calls, and nobody rings at someone who is in one, unless they want to hear of it. */
const checkBusy = ({ book }: Desk): void => {
  for (const person of PEOPLE) {
    const calls = book.of(person);
    const answered = calls.filter(({ record: { state } }) => state === 'accepted' || state === 'connected');
    expect(answered.length).toBeLessThanOrEqual(1);
    if (answered.length === 1 && !answered[0]?.waiting.includes(person)) expect(calls).toHaveLength(1);
  }
};

describe('random schedules', () => {
  test('[CA1] [CA3] 5,000 of three people with two devices each: one answerer, one end, every version told once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const here = desk();
        let now = 0;
        for (const one of steps) {
          now += one.do === 'wait' ? one.ms : 1;
          perform(here, one, now);
          checkBusy(here);
        }
        check(here);
        // All sockets go: within two minutes nothing is left that could ring or block anyone.
        for (const { account, endpoint } of DEVICES) here.book.endpointGone(account, endpoint, now);
        here.book.tick(now + TIMES.bothGoneMs);
        for (const person of PEOPLE) expect(here.book.of(person)).toEqual([]);
        check(here);
      }),
      { numRuns: 5_000 },
    );
  }, 60_000);

  test('[CA1] whatever comes twice changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const once = desk();
        const twice = desk();
        steps.forEach((one, index) => {
          if (one.do === 'wait') return;
          perform(once, one, index);
          perform(twice, one, index);
          perform(twice, one, index);
        });
        expect(twice.told).toEqual(once.told);
      }),
      { numRuns: 1_000 },
    );
  });
});
