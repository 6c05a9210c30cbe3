import type { Generated } from 'kysely';
import type { AuditAct } from '#shared/protocol/audit.ts';
import type { Relation } from '#shared/protocol/frames.ts';
import type { MailKind, Role, RoomStanding } from '../store.ts';

export interface Schema {
  accounts: {
    id: Generated<number>;
    uid: string;
    login: string;
    skeleton: string;
    password: string;
    email: string | null;
    role: Role;
    created_at: number;
    last_seen: number | null;
    /** 1 where an administrator keeps them out. */
    disabled: Generated<number>;
    /** 0 where they do not want to be found. */
    findable: Generated<number>;
    /** How long calls to them ring; null where it is as the relay has it. */
    ring_seconds: number | null;
  };
  /** Where it is on. The secret is sealed; no code up to `used_step` is good any more. */
  second_factors: { account: number; secret: string; used_step: number; since: number };
  /** SHA-256 of those that were not used yet. */
  recovery_codes: { account: number; hash: Uint8Array };
  devices: {
    id: Generated<number>;
    uid: string;
    account: number;
    device_name: string;
    signing_key: string;
    prekey_id: number;
    prekey: string;
    prekey_signature: string;
    /** 1 where the account's device list names it, or where there is none. */
    listed: number;
    token_hash: Uint8Array;
    token_at: number;
    /** Null where it was not shown since it was to be renewed. */
    token_ends_at: Generated<number | null>;
    created_at: number;
    last_used_at: number;
  };
  /** SHA-256 of each; `ends_at` is null where it has yet to be shown. */
  other_tokens: { hash: Uint8Array; device: number; ends_at: number | null };
  /** Each is forgotten as it is given out. */
  one_time_prekeys: { device: number; id: number; key: string; signature: string };
  /** The newest of each account; `text` is what was signed. */
  device_lists: { account: number; version: number; text: string; signature: string };
  /** Those before it, until nothing is kept any more that was sent while they were the newest. */
  former_lists: { account: number; version: number; text: string; signature: string; followed_at: number };
  access_keys: {
    id: Generated<number>;
    hash: Uint8Array;
    label: string;
    created_at: number;
    expires_at: number;
    uses_left: number;
  };
  /** Append-only: triggers refuse everything else. */
  audit_log: {
    id: number;
    at: number;
    actor: string | null;
    act: AuditAct;
    target: string | null;
    detail: string;
    previous: string;
    hash: string;
  };
  /** What administrators have set, what is yet to be done, and what the clock was like. */
  settings: { name: 'registration' | 'compaction' | 'clock'; value: string };
  /** `shown`: of a block, {@link Shown} as JSON. */
  relations: { owner: number; other: number; relation: Relation; since: number; shown: string | null };
  /** How much of `other` was withheld from `owner` in each hour since 1970. */
  withheld: { owner: number; other: number; hour: number; items: number; bytes: number };
  /** Of each device: everything in its mailbox up to here is forgotten. */
  cursors: { device: number; acknowledged: number };
  mailbox: { id: Generated<number>; device: number; seq: number; at: number; kind: MailKind; body: string };
  /**
   * What commits brought that is not yet in `mailbox`. `items` has five 64-bit floats for each item: device, seq, at,
   * kind (0 envelope, 1 call, 2 gone), length of its body; `bodies` has the bodies one after the other.
   */
  arrivals: { id: Generated<number>; items: Uint8Array; bodies: string };
  /** Remembers which envelopes were taken, so that one sent twice is stored once. */
  taken: { device: number; envelope: string; at: number };
  calls: { id: string; record: string };
  /** `size` in bytes of ciphertext; `completed_at` is null while parts are missing. */
  blobs: {
    id: string;
    uploader: number;
    recipient: number;
    size: number;
    begun_at: number;
    completed_at: Generated<number | null>;
  };
  /** Devices that were there when the blob was complete and have not fetched it yet. */
  blob_readers: { blob: string; device: number };
  /** What only the recovery key of its person opens. */
  backups: { account: number; bytes: Uint8Array; saved_at: number };
  /** `proof` is the SHA-256 of what a link shows; `about` is sealed; `idle_since` is null while somebody is inside. */
  rooms: {
    code: string;
    proof: Uint8Array;
    about: string;
    creator: number;
    waiting_room: number;
    created_at: number;
    idle_since: number | null;
  };
  /** Whom the host has let in or removed. */
  room_members: { room: string; account: number; standing: RoomStanding };
  push_subscriptions: { device: number; endpoint: string; p256dh: string; auth: string };
}
