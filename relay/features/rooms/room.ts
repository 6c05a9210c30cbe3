import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { AccountId, EndpointId, Instant } from '#shared/protocol/ids.ts';
import type { Participant, RoomCode, RoomLoss, RoomRecord, RoomVisit } from '#shared/protocol/room.ts';
import { assertNever } from '../../assert-never.ts';
import { between } from '../../between.ts';
import type { RoomStanding } from '../../store/store.ts';

/** How long a place is kept for somebody whose socket is gone (SPEC RM9). */
export const PLACE_KEPT_MS = 15_000;
/** So many knock at once at most (SPEC RM4). */
export const MOST_KNOCKING = 50;

/** A page of somebody who wants to be inside. */
export type Visitor = Omit<Participant, 'since'>;

/** Somebody inside; `gone`: since when their socket is. */
export type Inside = Participant & { readonly gone?: Instant };

/** A room as the relay knows it: {@link recordOf} is what everyone inside sees of it, the rest only the relay needs. */
export interface Room {
  readonly code: RoomCode;
  /** SHA-256 of what its link shows. */
  readonly proof: Uint8Array;
  readonly epoch: string;
  readonly version: number;
  readonly about: string;
  readonly creator: AccountId;
  readonly waitingRoom: boolean;
  readonly most: number;
  /** In the order in which they came. */
  readonly inside: readonly Inside[];
  /** As {@link inside}; nobody but the relay knows where they are. */
  readonly knocking: readonly Participant[];
  readonly standing: ReadonlyMap<AccountId, RoomStanding>;
  /** Since when nobody has been inside; `null` while somebody is. */
  readonly idleSince: Instant | null;
}

/** Whose act it is, and from where. */
export type Place = Pick<Visitor, 'account' | 'device' | 'endpoint'>;

export type RoomEvent =
  | { readonly type: 'join'; readonly visitor: Visitor }
  | { readonly type: 'leave'; readonly place: Place }
  | { readonly type: 'admit'; readonly by: AccountId; readonly account: AccountId; readonly admit: boolean }
  | { readonly type: 'remove'; readonly by: AccountId; readonly account: AccountId }
  /** What the host has said is on the disk: whoever has gone meanwhile, be it the host, it is done. */
  | { readonly type: 'kept'; readonly account: AccountId; readonly standing: RoomStanding }
  /** Without `by`: by the relay, because nobody has been there for long or its creator's account goes. */
  | { readonly type: 'end'; readonly by?: AccountId }
  | { readonly type: 'endpoint-gone'; readonly endpoint: EndpointId }
  /** They are elsewhere now, or may be nowhere: then nobody is told. */
  | { readonly type: 'out'; readonly account: AccountId; readonly loss: RoomLoss | undefined }
  | { readonly type: 'tick' };

export type RoomEffect =
  /** To everyone inside. */
  | { readonly type: 'record' }
  /** The record, to one who knows of no change. */
  | { readonly type: 'told'; readonly endpoint: EndpointId }
  | { readonly type: 'knocking'; readonly endpoint: EndpointId }
  | { readonly type: 'lost'; readonly endpoint: EndpointId; readonly visit: RoomVisit; readonly loss: RoomLoss }
  /** To be kept before anything else comes of it. */
  | { readonly type: 'saved'; readonly account: AccountId; readonly standing: RoomStanding }
  /** It is no more. */
  | { readonly type: 'over' }
  /** And nothing has changed. */
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly detail: string };

export type Step = readonly [Room, readonly RoomEffect[]];

/** Who lets in and removes: of a room with nobody inside, its creator. */
export const hostOf = ({ creator, inside }: Room): AccountId =>
  inside.some(({ account }) => account === creator) ? creator : (inside[0]?.account ?? creator);

export const recordOf = (room: Room): RoomRecord => ({
  room: room.code,
  epoch: room.epoch,
  version: room.version,
  about: room.about,
  creator: room.creator,
  host: hostOf(room),
  waiting_room: room.waitingRoom,
  most: room.most,
  inside: room.inside.map(({ gone, ...participant }) => participant),
  knocking: room.knocking.map(({ account, login, since }) => ({ account, login, since })),
  removed: [...room.standing].flatMap(([account, standing]) => (standing === 'removed' ? [account] : [])),
});

const RECORD: RoomEffect = { type: 'record' };

const lost = ({ endpoint, visit }: Participant, loss: RoomLoss): RoomEffect => ({
  type: 'lost',
  endpoint,
  visit,
  loss,
});

const refused = (room: Room, code: ErrorCode, detail: string): Step => [room, [{ type: 'refused', code, detail }]];

const changed = (
  room: Room,
  change: Partial<Pick<Room, 'inside' | 'knocking' | 'standing'>>,
  now: Instant,
  ...effects: readonly RoomEffect[]
): Step => {
  const next = { ...room, ...change, version: room.version + 1 };
  const idleSince = next.inside.length > 0 ? null : (room.idleSince ?? now);
  return [{ ...next, idleSince }, [...effects, RECORD]];
};

const of =
  (account: AccountId) =>
  (other: Pick<Participant, 'account'>): boolean =>
    other.account === account;

const without = <T extends Pick<Participant, 'account'>>(list: readonly T[], account: AccountId): readonly T[] =>
  list.filter((other) => other.account !== account);

/** In the former's place. The same visit from another socket is no loss, and one page loses nothing to itself. */
const inPlaceOf = (former: Participant, visitor: Visitor): readonly [Participant, readonly RoomEffect[]] => {
  const { endpoint, visit, since } = former;
  const isElsewhere = visit !== visitor.visit && endpoint !== visitor.endpoint;
  return [{ ...visitor, since }, isElsewhere ? [lost(former, 'moved')] : []];
};

const comeIn = (room: Room, visitor: Visitor, now: Instant): Step => {
  const former = room.inside.find(of(visitor.account));
  const { endpoint } = visitor;
  if (!former) return changed(room, { inside: [...room.inside, { ...visitor, since: now }] }, now);
  const isThere = former.visit === visitor.visit && former.endpoint === endpoint && former.gone === undefined;
  if (isThere) return [room, [{ type: 'told', endpoint }]];
  const [present, moved] = inPlaceOf(former, visitor);
  return changed(room, { inside: room.inside.map((other) => (other === former ? present : other)) }, now, ...moved);
};

const knock = (room: Room, visitor: Visitor, now: Instant): Step => {
  const former = room.knocking.find(of(visitor.account));
  const told: RoomEffect = { type: 'knocking', endpoint: visitor.endpoint };
  if (!former) {
    if (room.knocking.length >= MOST_KNOCKING) return refused(room, 'room_full', 'room: too many wait to be let in');
    return changed(room, { knocking: [...room.knocking, { ...visitor, since: now }] }, now, told);
  }
  const [present, moved] = inPlaceOf(former, visitor);
  // Those inside see nothing of it.
  return [{ ...room, knocking: room.knocking.map((other) => (other === former ? present : other)) }, [...moved, told]];
};

const join = (room: Room, visitor: Visitor, now: Instant): Step => {
  const { account } = visitor;
  const standing = room.standing.get(account);
  if (standing === 'removed') return refused(room, 'forbidden', 'room: the host has removed you');
  const isTaken = [...room.inside, ...room.knocking].some(
    (other) => other.visit === visitor.visit && other.account !== account,
  );
  if (isTaken) return refused(room, 'bad_request', 'visit: this one is somebody else’s');
  const isInside = room.inside.some(of(account));
  const isFree = !room.waitingRoom || account === room.creator || standing === 'admitted' || isInside;
  if (!isFree) return knock(room, visitor, now);
  if (!isInside && room.inside.length >= room.most) return refused(room, 'room_full', 'room: it is full');
  return comeIn(room, visitor, now);
};

/** Whoever has lost their socket may leave from the next one of their device. */
const isAt = ({ account, device, endpoint }: Place, there: Inside): boolean =>
  there.account === account && (there.endpoint === endpoint || (there.gone !== undefined && there.device === device));

const leave = (room: Room, place: Place, now: Instant): Step => {
  const { account } = place;
  if (room.inside.some((there) => isAt(place, there)))
    return changed(room, { inside: without(room.inside, account) }, now);
  if (room.knocking.some((there) => isAt(place, there)))
    return changed(room, { knocking: without(room.knocking, account) }, now);
  return [room, []];
};

const isHost = (room: Room, account: AccountId): boolean => hostOf(room) === account && room.inside.some(of(account));

const NO_HOST = 'room: only its host does this';

const kept = (room: Room, { account, standing: as }: Extract<RoomEvent, { type: 'kept' }>, now: Instant): Step => {
  const standing = new Map(room.standing).set(account, as);
  const knocking = without(room.knocking, account);
  if (as === 'removed') {
    const there = [...room.inside, ...room.knocking].find(of(account));
    const change = { inside: without(room.inside, account), knocking, standing };
    return changed(room, change, now, ...(there ? [lost(there, 'removed')] : []));
  }
  const knocker = room.knocking.find(of(account));
  if (!knocker) return [{ ...room, standing }, []];
  return changed(room, { inside: [...room.inside, { ...knocker, since: now }], knocking, standing }, now);
};

const toKeep = (room: Room, account: AccountId, standing: RoomStanding, now: Instant): Step => {
  const [next, effects] = kept(room, { type: 'kept', account, standing }, now);
  return [next, [{ type: 'saved', account, standing }, ...effects]];
};

const admit = (room: Room, { by, account, admit }: Extract<RoomEvent, { type: 'admit' }>, now: Instant): Step => {
  if (!isHost(room, by)) return refused(room, 'forbidden', NO_HOST);
  const knocker = room.knocking.find(of(account));
  if (!knocker) return refused(room, 'not_found', 'account: does not knock');
  if (!admit) return changed(room, { knocking: without(room.knocking, account) }, now, lost(knocker, 'refused'));
  if (room.inside.length >= room.most) return refused(room, 'room_full', 'room: it is full');
  return toKeep(room, account, 'admitted', now);
};

const remove = (room: Room, { by, account }: Extract<RoomEvent, { type: 'remove' }>, now: Instant): Step => {
  if (!isHost(room, by) || by === account) return refused(room, 'forbidden', NO_HOST);
  if (![...room.inside, ...room.knocking].some(of(account))) return refused(room, 'not_found', 'account: is not here');
  return toKeep(room, account, 'removed', now);
};

const endpointGone = (room: Room, endpoint: EndpointId, now: Instant): Step => {
  const knocker = room.knocking.find((there) => there.endpoint === endpoint);
  if (knocker) return changed(room, { knocking: without(room.knocking, knocker.account) }, now);
  if (!room.inside.some((there) => there.endpoint === endpoint)) return [room, []];
  const inside = room.inside.map((there) => (there.endpoint === endpoint ? { ...there, gone: now } : there));
  return [{ ...room, inside }, []];
};

const out = (room: Room, { account, loss }: Extract<RoomEvent, { type: 'out' }>, now: Instant): Step => {
  const there = [...room.inside, ...room.knocking].find(of(account));
  if (!there) return [room, []];
  const change = { inside: without(room.inside, account), knocking: without(room.knocking, account) };
  return changed(room, change, now, ...(loss ? [lost(there, loss)] : []));
};

const end = (room: Room, by: AccountId | undefined): Step => {
  if (by !== undefined && by !== room.creator) return refused(room, 'forbidden', 'room: only whoever made it ends it');
  const losses = [...room.inside, ...room.knocking].map((there) => lost(there, 'ended'));
  return [{ ...room, inside: [], knocking: [] }, [{ type: 'over' }, ...losses]];
};

const tick = (room: Room, now: Instant): Step => {
  const inside = room.inside.filter(({ gone }) => gone === undefined || between(gone, now) < PLACE_KEPT_MS);
  return inside.length === room.inside.length ? [room, []] : changed(room, { inside }, now);
};

/** One step of one room. Total: what does not apply to the present state gives the same room. */
export const transition = (room: Room, event: RoomEvent, now: Instant): Step => {
  switch (event.type) {
    case 'join':
      return join(room, event.visitor, now);
    case 'leave':
      return leave(room, event.place, now);
    case 'admit':
      return admit(room, event, now);
    case 'remove':
      return remove(room, event, now);
    case 'kept':
      return kept(room, event, now);
    case 'end':
      return end(room, event.by);
    case 'endpoint-gone':
      return endpointGone(room, event.endpoint, now);
    case 'out':
      return out(room, event, now);
    case 'tick':
      return tick(room, now);
    default:
      return assertNever(event);
  }
};
