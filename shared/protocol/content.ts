import * as z from 'zod/mini';
import { TEXT_MAX } from './content-limits.ts';
import { accountId, base64, callId, envelopeId, instant } from './ids.ts';

/** One message of a conversation: ids are unique for each sender only. */
export const ref = z.object({ author: accountId, id: envelopeId });
export type Ref = z.infer<typeof ref>;

const text = z.string().check(z.maxLength(TEXT_MAX));
/** Nothing but emoji, so that a reaction is no second text; '' takes it back. Longest in Unicode 17: 10 code points. */
const emoji = z.string().check(z.maxLength(32), z.regex(/^[\p{Extended_Pictographic}\p{Emoji_Component}]*$/u));
const YEAR_SECONDS = 366 * 24 * 3_600;
const lifetime = z.int().check(z.gte(0), z.lte(YEAR_SECONDS));

/** A file at the relay, sealed there with `key` (AES-256). Sizes in bytes and pixels; `preview` and `waveform` are small pictures of it. */
export const attachment = z.object({
  blob: z.string().check(z.minLength(1), z.maxLength(64)),
  key: base64(44),
  size: z.int().check(z.gte(0)),
  name: z.string().check(z.maxLength(255)),
  type: z.string().check(z.maxLength(127)),
  kind: z.enum(['image', 'video', 'audio', 'voice', 'file']),
  width: z.optional(z.int().check(z.gte(1))),
  height: z.optional(z.int().check(z.gte(1))),
  seconds: z.optional(z.number().check(z.gte(0))),
  preview: z.optional(base64(12_000)),
  waveform: z.optional(base64(512)),
});
export type Attachment = z.infer<typeof attachment>;

/** `sent_at` by the sender's clock, for display only. */
const common = { version: z.literal(1), sent_at: instant };

const minuteOfDay = z.int().check(z.gte(0), z.lte(24 * 60 - 1));
const somePeople = z.array(accountId).check(z.maxLength(500));

/** How calls ring. `quiet` in minutes since midnight, by the clock of each device; `always` rings then, too. */
const rings = z.object({
  silent: somePeople,
  always: somePeople,
  quiet: z.optional(z.object({ from: minuteOfDay, to: minuteOfDay })),
  waiting: z.boolean(),
});

/** What is inside the body of a message, before it is sealed. */
export const content = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('text'),
    text,
    reply: z.optional(ref),
    attachment: z.optional(attachment),
    /** Seconds after which it disappears. */
    expires: z.optional(lifetime),
  }),
  z.object({ ...common, type: z.literal('edit'), target: ref, text }),
  z.object({ ...common, type: z.literal('delete'), target: ref }),
  z.object({ ...common, type: z.literal('reaction'), target: ref, emoji }),
  /**
   * Everything up to and including these, of the one who gets it, has been received or read. To oneself: of the other
   * person of the conversation, and the last missed `call` that was seen.
   */
  z.object({
    ...common,
    type: z.literal('receipt'),
    received: z.optional(ref),
    read: z.optional(ref),
    call: z.optional(callId),
  }),
  /** How long the messages of the conversation live from now on, in seconds; 0 for ever. */
  z.object({ ...common, type: z.literal('timer'), seconds: lifetime }),
  /** To oneself, in the conversation with oneself: what was chosen. Of two the one with the later `sent_at` stands. */
  z.object({
    ...common,
    type: z.literal('settings'),
    read_receipts: z.boolean(),
    typing: z.boolean(),
    early_path: z.optional(z.boolean()),
    shows_early: z.optional(z.boolean()),
    sees_early: z.optional(z.boolean()),
    rings: z.optional(rings),
  }),
  /** To oneself: what was decided about the identity of somebody. */
  z.object({
    ...common,
    type: z.literal('mark'),
    account: accountId,
    identity_key: base64(44),
    verified: z.boolean(),
  }),
  /** To oneself: the public half of the recovery key, made at `since`. The later one stands. */
  z.object({ ...common, type: z.literal('recovery'), key: base64(44), since: instant }),
]);

type WithoutVersion<Whole> = Whole extends unknown ? Omit<Whole, 'version'> : never;
export type Content = WithoutVersion<z.infer<typeof content>>;

/** Content that is a message of its own. */
export type Text = Extract<Content, { type: 'text' }>;
/** Content that changes something which is there. */
export type Act = Exclude<Content, Text>;
/** An act upon one message. */
export type MessageAct = Extract<Act, { target: Ref }>;
export type TimerAct = Extract<Act, { type: 'timer' }>;

/** As a person does it: when it was done is added by the client. */
export type Undated<Kind extends Content> = Kind extends unknown ? Omit<Kind, 'sent_at'> : never;
