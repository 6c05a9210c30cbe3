import type { Linking } from '#shared/core/identity/linking.ts';
import { done, failed, type Outcome } from '#shared/core/reason.ts';
import type { DeviceKeys } from '#shared/protocol/account.ts';
import type { ConversationId, DeviceId } from '#shared/protocol/ids.ts';
import type { DeviceDirectory } from '../mail/device-directory.ts';
import type { Chance, Clock, SealContext, Sealer, StoredSession } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { type Belongings, keepBelongings, unpackBelongings } from './belongings.ts';
import { linkCode, readLinkCode } from './link-code.ts';
import { commitmentTo, decodeLink, digitsOf, encodeLink, type LinkMessage, newNonce } from './link-message.ts';
import { unpackHistory } from './luggage.ts';
import { type Packed, type PackOptions, pack } from './pack.ts';
import { isConfirmed } from './standing.ts';

/** The new device may have nobody in front of it yet. */
const CALL_AGAIN_MS = 2_000;
/** For each part of what follows once the new device is trusted. */
const PATIENCE_MS = 60_000;

export interface LinkerOptions extends PackOptions {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly line: Line;
  readonly directory: DeviceDirectory;
  readonly sealer: () => Promise<Sealer>;
  readonly session: () => StoredSession | undefined;
  readonly show: (linking: Linking | undefined) => void;
  readonly onChanged: (conversation: ConversationId) => void;
  /** This device has been given its account's key. Resolves once it has done what follows from that. */
  readonly onTaken: () => Promise<void>;
  readonly onBroken: (error: unknown) => void;
}

/** Makes a device of one's own a trusted one, from either side. One at a time. */
export interface Linker {
  give(device: DeviceId): void;
  /** By the code that the new device shows. `not_found` where no such device waits. */
  giveByCode(code: string): Promise<Outcome>;
  /** What this device shows for that. */
  code(): Promise<Outcome<string>>;
  hear(from: DeviceId, body: string): void;
  /** The person sees the same digits on both. The giver says whether the messages go along. */
  agree(withHistory: boolean): void;
  /** They differ, or it is not wanted. Also puts away what has ended. */
  end(): void;
}

type Part = Extract<LinkMessage, { type: 'part' }>;

interface Exchange {
  readonly role: Linking['role'];
  readonly session: string;
  /** What this device is in it: signed in anew, it is another one. */
  readonly self: DeviceId;
  readonly other: DeviceKeys;
  readonly nonce: string;
  /** The taker knows it once the giver reveals it. */
  identityKey?: string;
  commitment?: string;
  /** What was said here, and what was heard. */
  agreed: boolean;
  otherAgreed: boolean;
  withHistory: boolean;
  /** What the giver has yet to send. */
  luggage?: AsyncGenerator<Packed>;
  /** How many parts have been sent, or have come. */
  parts: number;
  /** Parts of the belongings that have come. */
  belongings: readonly Uint8Array[];
  phase: Linking['phase'];
}

export const createLinker = (options: LinkerOptions): Linker => {
  const { history, clock, chance, line, directory, sealer, identities, session, show, onChanged, onTaken, onBroken } =
    options;
  let current: Exchange | undefined;
  let stopCalling = (): void => {};

  const enter = (exchange: Exchange, phase: Linking['phase']): void => {
    exchange.phase = phase;
    if (current === exchange) show({ role: exchange.role, other: exchange.other.device, phase });
  };

  /** It has ended, or this device has been signed out in the middle of it. */
  const isOver = ({ phase, self }: Exchange): boolean =>
    phase.name === 'done' || phase.name === 'failed' || self !== session()?.device;

  const say = async ({ other }: Pick<Exchange, 'other'>, message: LinkMessage): Promise<boolean> => {
    const frame = { type: 'link', to: other.device, body: encodeLink(message) } as const;
    let answer = await line.request(frame);
    // A long history is more than one may say at once.
    while (!answer.ok && answer.reason === 'rate_limited') {
      const seconds = answer.retryAfter ?? 1;
      await new Promise<void>((resolve) => clock.after(seconds * 1_000, resolve));
      answer = await line.request(frame);
    }
    return answer.ok;
  };

  const fail = (exchange: Exchange, reason: Extract<Linking['phase'], { name: 'failed' }>['reason']): void => {
    stopCalling();
    enter(exchange, { name: 'failed', reason });
  };

  const refuse = async (exchange: Exchange, reason: Parameters<typeof fail>[1]): Promise<void> => {
    fail(exchange, reason);
    await say(exchange, { type: 'refused', session: exchange.session });
  };

  /** Another own device as the relay tells of it: the digits differ where that is not what it says of itself. */
  const ownDevice = async (device: DeviceId): Promise<DeviceKeys | undefined> => {
    const self = session();
    if (!self) return undefined;
    const asked = await directory.ask([self.account.uid]);
    if (!asked.ok) return undefined;
    return [...asked.value.listed, ...asked.value.ghosts].find((keys) => keys.device === device);
  };

  const compare = async (exchange: Exchange, identityKey: string, theirs: string): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    if (!self || !secrets) return fail(exchange, 'internal');
    const { hash, signingKey } = await identities();
    const mine = { device: self.device, signing_key: await signingKey(secrets), nonce: exchange.nonce };
    const { device, signing_key } = exchange.other;
    const other = { device, signing_key, nonce: theirs };
    const [giver, taker] = exchange.role === 'giver' ? [mine, other] : [other, mine];
    const { session: id } = exchange;
    const digits = await digitsOf(hash, { account: self.account.uid, session: id, identityKey, giver, taker });
    exchange.identityKey = identityKey;
    enter(exchange, { name: 'comparing', digits });
  };

  const context = (self: StoredSession, { session: subject, other }: Exchange, outgoing: boolean): SealContext => {
    const { uid: account } = self.account;
    const here = { account, device: self.device };
    const there = { account, device: other.device };
    return { purpose: 'link', subject, from: outgoing ? here : there, to: outgoing ? there : here };
  };

  // --- the giver ---

  const call = (exchange: Exchange, commitment: string): void => {
    if (current !== exchange || exchange.phase.name !== 'calling') return;
    void say(exchange, { type: 'offer', session: exchange.session, commitment });
    stopCalling = clock.after(CALL_AGAIN_MS, () => call(exchange, commitment));
  };

  const give = async (device: DeviceId): Promise<void> => {
    const self = session();
    const [other, identity] = await Promise.all([ownDevice(device), history.identity()]);
    if (!self || !other || !identity) return;
    const exchange: Exchange = {
      role: 'giver',
      session: chance.uuid(),
      self: self.device,
      other,
      nonce: newNonce(),
      identityKey: identity.key,
      agreed: false,
      otherAgreed: false,
      withHistory: false,
      parts: 0,
      belongings: [],
      phase: { name: 'calling' },
    };
    current = exchange;
    enter(exchange, exchange.phase);
    const { hash } = await identities();
    call(exchange, await commitmentTo(hash, exchange.nonce, identity.key));
  };

  const finish = (exchange: Exchange): void => {
    stopCalling();
    enter(exchange, { name: 'done' });
  };

  /** Once the belongings are there the new device speaks for the account, though the other side may go before the rest is. */
  const endSoon = (exchange: Exchange, { kind, last }: Pick<Part, 'kind' | 'last'>): void => {
    if (kind === 'history' || (kind === 'belongings' && !last)) return;
    stopCalling();
    stopCalling = clock.after(PATIENCE_MS, () => {
      if (exchange.phase.name === 'moving') finish(exchange);
    });
  };

  const sendNext = async (exchange: Exchange): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    const next = await exchange.luggage?.next();
    if (!self || !secrets || !next) return fail(exchange, 'internal');
    if (next.done) return finish(exchange);
    const { bytes, ...part } = next.value;
    const { seal } = await sealer();
    const box = await seal(bytes, exchange.other, secrets, context(self, exchange, true));
    enter(exchange, { name: 'moving', arrived: part.packed, all: part.all });
    const { session: id, parts: index } = exchange;
    exchange.parts += 1;
    endSoon(exchange, part);
    if (!(await say(exchange, { type: 'part', session: id, index, ...part, box }))) fail(exchange, 'offline');
  };

  /** Only what the person has agreed to here, and only to the device that showed the same digits. */
  const startGiving = async (exchange: Exchange): Promise<void> => {
    if (!exchange.agreed || !exchange.otherAgreed || exchange.luggage) return;
    const identity = await history.identity();
    if (!identity) return fail(exchange, 'internal');
    exchange.luggage = pack(options, identity, exchange.withHistory);
    await sendNext(exchange);
  };

  // --- the taker ---

  const take = async (exchange: Exchange, part: Part): Promise<void> => {
    const self = session();
    const secrets = await history.secrets();
    if (!self || !secrets || !exchange.agreed || part.index !== exchange.parts) return;
    exchange.parts += 1;
    const { open } = await sealer();
    const opened = await open(part.box, exchange.other, secrets, context(self, exchange, false));
    if (!opened.ok) return refuse(exchange, 'link_refused');
    enter(exchange, { name: 'moving', arrived: part.packed, all: part.all });
    if (part.kind === 'belongings') {
      exchange.belongings = [...exchange.belongings, opened.value];
      if (part.last && !(await keep(exchange, self, unpackBelongings(exchange.belongings))))
        return refuse(exchange, 'link_refused');
    } else {
      for (const conversation of await unpackHistory(history, opened.value, self)) onChanged(conversation);
    }
    if (part.kind === 'since' && part.last) finish(exchange);
    else endSoon(exchange, part);
    await say(exchange, { type: 'got', session: exchange.session, index: part.index });
  };

  /** False where it is another key than whoever gave it has shown before. */
  const keep = async (exchange: Exchange, self: StoredSession, { seed, ...rest }: Belongings): Promise<boolean> => {
    const { restore } = await identities();
    const identity = await restore(seed);
    if (identity.key !== exchange.identityKey) return false;
    await keepBelongings(options, self, identity, rest);
    // On the list before the giver hears of it: what it has been sent by then is all that this device was not.
    await onTaken();
    return true;
  };

  // --- both ---

  const accept = async (from: DeviceId, id: string, commitment: string): Promise<void> => {
    // Said again while this side was answering.
    if (current?.session === id) return;
    if (current && !isOver(current) && current.phase.name !== 'calling') return;
    const self = session();
    // Who speaks for the account already takes nothing.
    if (!self || (await isConfirmed(history, self))) return;
    const other = await ownDevice(from);
    if (!other) return;
    const exchange: Exchange = {
      role: 'taker',
      session: id,
      self: self.device,
      other,
      nonce: newNonce(),
      commitment,
      agreed: false,
      otherAgreed: false,
      withHistory: false,
      parts: 0,
      belongings: [],
      phase: { name: 'calling' },
    };
    current = exchange;
    enter(exchange, exchange.phase);
    await say(exchange, { type: 'answer', session: id, nonce: exchange.nonce });
  };

  const follow = async (exchange: Exchange, message: LinkMessage): Promise<void> => {
    const { role, phase } = exchange;
    switch (message.type) {
      case 'answer': {
        if (role !== 'giver' || phase.name !== 'calling' || exchange.identityKey === undefined) return;
        stopCalling();
        const { identityKey, nonce } = exchange;
        await compare(exchange, identityKey, message.nonce);
        await say(exchange, {
          type: 'reveal',
          session: exchange.session,
          nonce,
          identity_key: identityKey,
          to: message.nonce,
        });
        return;
      }
      case 'reveal': {
        if (role !== 'taker' || phase.name !== 'calling') return;
        // Another window of this device was faster.
        if (message.to !== exchange.nonce) return stop(exchange);
        const { hash } = await identities();
        if ((await commitmentTo(hash, message.nonce, message.identity_key)) !== exchange.commitment)
          return fail(exchange, 'link_refused');
        return compare(exchange, message.identity_key, message.nonce);
      }
      case 'agreed':
        exchange.otherAgreed = true;
        return role === 'giver' ? startGiving(exchange) : undefined;
      case 'part':
        return role === 'taker' ? take(exchange, message) : undefined;
      case 'got':
        return role === 'giver' && phase.name === 'moving' && message.index === exchange.parts - 1
          ? sendNext(exchange)
          : undefined;
      case 'refused':
        return fail(exchange, 'link_refused');
      default:
    }
  };

  const stop = (exchange: Exchange): void => {
    stopCalling();
    if (current !== exchange) return;
    current = undefined;
    show(undefined);
  };

  /** One message after the other. */
  let hearing: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void> | undefined): void => {
    hearing = hearing.then(work).catch(async (error: unknown) => {
      onBroken(error);
      // The other device would wait for ever for what has not been stored or read here.
      if (current && !isOver(current)) await refuse(current, 'internal');
    });
  };

  return {
    give: (device) => inTurn(() => give(device)),
    giveByCode: async (typed) => {
      const self = session();
      if (!self) return failed('unauthorized');
      const asked = await directory.ask([self.account.uid]);
      if (!asked.ok) return asked;
      const { hash } = await identities();
      for (const keys of asked.value.ghosts) {
        if ((await linkCode(hash, keys)) !== readLinkCode(typed)) continue;
        inTurn(() => give(keys.device));
        return done;
      }
      return failed('not_found');
    },
    code: async () => {
      const self = session();
      const secrets = await history.secrets();
      if (!self || !secrets) return failed('unauthorized');
      const { hash, signingKey } = await identities();
      return { ok: true, value: await linkCode(hash, { device: self.device, signing_key: await signingKey(secrets) }) };
    },
    hear: (from, body) => {
      const message = decodeLink(body);
      if (!message) return;
      inTurn(() => {
        if (message.type === 'offer') return accept(from, message.session, message.commitment);
        if (current?.session !== message.session || current.other.device !== from) return undefined;
        return follow(current, message);
      });
    },
    agree: (withHistory) =>
      inTurn(async () => {
        const exchange = current;
        if (exchange?.phase.name !== 'comparing') return;
        exchange.agreed = true;
        exchange.withHistory = withHistory;
        enter(exchange, { name: 'agreed', digits: exchange.phase.digits });
        if (exchange.role === 'giver') return startGiving(exchange);
        await say(exchange, { type: 'agreed', session: exchange.session });
      }),
    end: () => {
      const exchange = current;
      if (!exchange) return;
      if (!isOver(exchange)) void say(exchange, { type: 'refused', session: exchange.session });
      stop(exchange);
    },
  };
};
