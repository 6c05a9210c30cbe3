import { keyedBuckets, type Rate, scaled } from './token-bucket.ts';

/** How often one may do what (security.md row 12). `RATE_LIMIT_SCALE` multiplies all of them. */
export interface Limits {
  /** Requests of the API, of one address: a file's parts, each of 1 MiB, fill a gigabit line with half as many. */
  readonly requests: Rate;
  /** Of one address: after a restore each client there may show some that are no longer good (SE9). */
  readonly wrongTokens: Rate;
  readonly frames: Rate;
  /** Of all sockets of one person together. */
  readonly framesOfAccount: Rate;
  readonly signals: Rate;
  readonly contactRequests: Rate;
  readonly invitesOfPair: Rate;
  readonly invitesOfAccount: Rate;
  /** Unanswered, of one person to another in ten minutes. */
  readonly unansweredRings: number;
  readonly keyRequests: Rate;
  /** Prekeys and device lists: each is written, and a list is told to all contacts. */
  readonly keyChanges: Rate;
  readonly oneTimePrekeys: Rate;
  readonly searches: Rate;
  readonly blobs: Rate;
  readonly blobParts: Rate;
  readonly backups: Rate;
  readonly subscriptions: Rate;
  readonly ringTests: Rate;
  readonly typing: Rate;
  /** New ones. */
  readonly rooms: Rate;
  /** Looking, joining, knocking. */
  readonly roomVisits: Rate;
  /** Requests and sockets of PeerJS, of one address. */
  readonly peerJsVisits: Rate;
  /** Changes of one person's presence that are told in a second. */
  readonly presence: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const per = (count: number, seconds: number): Rate => ({ burst: count, perSecond: count / seconds });

export const limitsAt = (scale: number): Limits => ({
  requests: scaled({ burst: 3000, perSecond: 300 }, scale),
  wrongTokens: scaled({ burst: 300, perSecond: 5 }, scale),
  frames: scaled({ burst: 60, perSecond: 20 }, scale),
  framesOfAccount: scaled({ burst: 180, perSecond: 60 }, scale),
  signals: scaled({ burst: 200, perSecond: 50 }, scale),
  contactRequests: scaled(per(20, DAY), scale),
  invitesOfPair: scaled(per(10, MINUTE), scale),
  invitesOfAccount: scaled(per(30, MINUTE), scale),
  unansweredRings: Math.max(1, Math.round(3 * scale)),
  keyRequests: scaled(per(30, MINUTE), scale),
  keyChanges: scaled(per(30, MINUTE), scale),
  oneTimePrekeys: scaled(per(30, MINUTE), scale),
  searches: scaled(per(30, MINUTE), scale),
  blobs: scaled(per(60, MINUTE), scale),
  blobParts: scaled({ burst: 400, perSecond: 40 }, scale),
  backups: scaled(per(30, MINUTE), scale),
  subscriptions: scaled(per(30, MINUTE), scale),
  ringTests: scaled(per(6, MINUTE), scale),
  typing: scaled(per(1, 1), scale),
  rooms: scaled(per(30, HOUR), scale),
  roomVisits: scaled(per(60, MINUTE), scale),
  peerJsVisits: scaled(per(240, MINUTE), scale),
  presence: Math.max(1, Math.round(scale)),
});

/** What features count by account, by pair or by address: one for each, for all of the relay. */
export const bucketsOf = (limits: Limits) => ({
  contactRequests: keyedBuckets(limits.contactRequests),
  invitesOfPair: keyedBuckets(limits.invitesOfPair),
  invitesOfAccount: keyedBuckets(limits.invitesOfAccount),
  keyRequests: keyedBuckets(limits.keyRequests),
  keyChanges: keyedBuckets(limits.keyChanges),
  oneTimePrekeys: keyedBuckets(limits.oneTimePrekeys),
  searches: keyedBuckets(limits.searches),
  blobs: keyedBuckets(limits.blobs),
  blobParts: keyedBuckets(limits.blobParts),
  backups: keyedBuckets(limits.backups),
  subscriptions: keyedBuckets(limits.subscriptions),
  ringTests: keyedBuckets(limits.ringTests),
  typing: keyedBuckets(limits.typing),
  rooms: keyedBuckets(limits.rooms),
  roomVisits: keyedBuckets(limits.roomVisits),
  peerJsVisits: keyedBuckets(limits.peerJsVisits),
});
