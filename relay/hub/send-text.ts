import type { ClientFrame } from '#shared/protocol/client-frames.ts';
import type { Box, OutgoingEnvelope, SealedBox } from '#shared/protocol/envelope.ts';
import { CIPHERTEXT, KEY_BOX, MAX_CHARACTERS, UUID } from './wire-patterns.ts';

/** For whom a box is, and the box as JSON text: it is stored and sent on as it was written. */
export interface SealedText extends Pick<SealedBox, 'account' | 'device'> {
  readonly box: string;
}

/** What the relay needs of an envelope that is handed to it. */
export interface EnvelopeText extends Pick<OutgoingEnvelope, 'id' | 'conversation' | 'to' | 'suite' | 'body'> {
  readonly sealed: readonly SealedText[];
}

export interface SendText {
  readonly type: 'send';
  readonly id: string;
  readonly envelope: EnvelopeText;
}

const ULID = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
/** Visible ASCII that JSON does not escape; the schema lets more through. */
const REQUEST = '[ !#-\\[\\]-~]{1,32}';
const DIRECT = 'direct:[0-9a-f-]{36}:[0-9a-f-]{36}';

/** Up to its boxes a message written as clients write it: its fields in order and no white space. */
const HEAD = new RegExp(
  `^\\{"type":"send","id":"(${REQUEST})","envelope":\\{"id":"(${ULID})","conversation":"(${DIRECT})","to":"(${UUID})",` +
    `"suite":1,"body":"(${CIPHERTEXT})","sealed":\\[`,
);
/** One box, and what follows it: the next one or the end of the frame. */
const SEALED = new RegExp(`\\{"account":"(${UUID})","device":"(${UUID})","box":(${KEY_BOX})\\}(,|\\]\\}\\}$)`, 'y');
const MAX_BOXES = 40;

/**
 * Reads a message without building it, as `signal-text.ts` does a signal. Undefined means nothing more than that the
 * text has to be parsed.
 */
export const readSend = (text: string): SendText | undefined => {
  const head = text.length <= MAX_CHARACTERS ? HEAD.exec(text) : null;
  if (!head) return undefined;
  const sealed: SealedText[] = [];
  SEALED.lastIndex = head[0].length;
  for (let ending = ','; ending === ','; ) {
    const found = sealed.length < MAX_BOXES ? SEALED.exec(text) : null;
    if (!found) return undefined;
    const [, account = '', device = '', box = '', next = ''] = found;
    sealed.push({ account, device, box });
    ending = next;
  }
  const [, id = '', envelope = '', conversation = '', to = '', body = ''] = head;
  return { type: 'send', id, envelope: { id: envelope, conversation, to, suite: 1, body, sealed } };
};

/** The schema lets nothing into these fields that JSON would escape. */
const boxText = ({ prekey, enc, ciphertext, signature }: Box): string =>
  `{"prekey":${prekey},"enc":"${enc}","ciphertext":"${ciphertext}","signature":"${signature}"}`;

/** The same of a message that was parsed. */
export const sendText = ({ type, id, envelope }: Extract<ClientFrame, { type: 'send' }>): SendText => ({
  type,
  id,
  envelope: {
    ...envelope,
    sealed: envelope.sealed.map(({ account, device, box }) => ({ account, device, box: boxText(box) })),
  },
});
