import * as z from 'zod/mini';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const uuid = () => z.string().check(z.regex(UUID, 'a lower-case UUID'));

/** A person's UID. */
export const accountId = uuid();
export type AccountId = z.infer<typeof accountId>;

/** One installed client of a person: a browser profile's PWA or extension. */
export const deviceId = uuid();
export type DeviceId = z.infer<typeof deviceId>;

/** One live socket of a device. Chosen by the relay, meaningless after the socket is gone. */
export const endpointId = z.string().check(z.regex(/^[0-9a-z-]{4,24}$/, 'an endpoint id'));
export type EndpointId = z.infer<typeof endpointId>;

/** 128 random bits chosen by the caller. */
export const callId = uuid();
export type CallId = z.infer<typeof callId>;

/** Chosen by the relay. */
export const ringTestId = uuid();
export type RingTestId = z.infer<typeof ringTestId>;

/** ULID chosen by the sender; unique for each sending device. */
export const envelopeId = z.string().check(z.regex(ULID, 'a ULID'));
export type EnvelopeId = z.infer<typeof envelopeId>;

/** `direct:<lower UID>:<higher UID>`: both sides derive the same id. */
export const conversationId = z.string().check(z.regex(/^direct:[0-9a-f-]{36}:[0-9a-f-]{36}$/, 'a conversation id'));
export type ConversationId = z.infer<typeof conversationId>;

/** Correlates a request with its answer on one socket; chosen by the client. */
export const requestId = z.string().check(z.minLength(1), z.maxLength(32));
export type RequestId = z.infer<typeof requestId>;

/** Position in a device's mailbox: gapless, starts at 1. */
export const seq = z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));
export type Seq = z.infer<typeof seq>;

/** Milliseconds since the Unix epoch, by the relay's clock. */
export const instant = z.int().check(z.gte(0));
export type Instant = z.infer<typeof instant>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Base64 text of at most `max` characters. */
/* @__NO_SIDE_EFFECTS__ */
export const base64 = (max: number) => z.string().check(z.maxLength(max), z.regex(BASE64, 'base64'));
