import * as z from 'zod/mini';
import type { Had } from '#shared/core/call/handover.ts';
import type { AppEvent } from '#shared/core/mind.ts';
import { box } from '#shared/protocol/envelope.ts';
import { type CallId, callId, type DeviceId } from '#shared/protocol/ids.ts';
import type { Chance } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import { fromBase64, toBase64, utf8 } from '../seal/bytes.ts';
import { type Ends, type EndsOptions, findEnds } from './ends.ts';

const nonce = z.string().check(z.minLength(1), z.maxLength(36));

/** Between own devices, beside what `identity/link-message.ts` has. The relay sees that a call was moved, as it does anyway. */
const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call-ask'), call: callId, nonce }),
  /** The box is bound to both, so that one from an earlier move is no answer. */
  z.object({ type: z.literal('call-told'), call: callId, nonce, box }),
]);
type Message = z.infer<typeof message>;

const bit = z.union([z.literal(0), z.literal(1)]);
/** As long whatever it says. */
const had = z.object({ microphone: bit, camera: bit, deafened: bit });

const encode = (said: Message): string => toBase64(utf8(JSON.stringify(said)));

const json = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

const decode = (body: string): Message | undefined => {
  try {
    return message.safeParse(json(fromBase64(body))).data;
  } catch {
    return undefined;
  }
};

const encodeHad = ({ microphone, camera, deafened }: Had): Uint8Array =>
  utf8(JSON.stringify({ microphone: Number(microphone), camera: Number(camera), deafened: Number(deafened) }));

const decodeHad = (bytes: Uint8Array): Had => {
  const { microphone, camera, deafened } = had.parse(json(bytes));
  return { microphone: microphone === 1, camera: camera === 1, deafened: deafened === 1 };
};

export interface HandoverOptions extends EndsOptions {
  readonly chance: Pick<Chance, 'uuid'>;
  readonly line: Line;
  readonly dispatch: (event: AppEvent) => void;
}

/** What was on at the device that a call is moved from, told to the one that it is moved to. */
export interface Handover {
  ask(call: CallId, device: DeviceId): void;
  tell(call: CallId, to: DeviceId, nonce: string, had: Had): void;
  /** From another own device; `false` where it is about something else. */
  hear(from: DeviceId, body: string): boolean;
}

/** Whatever goes wrong here is an answer that does not come. */
const ignore = (): void => {};

export const createHandover = (options: HandoverOptions): Handover => {
  const { chance, line, session, dispatch } = options;
  let asked:
    | { readonly device: DeviceId; readonly nonce: string; readonly ends: Promise<Ends | undefined> }
    | undefined;

  const endsWith = async (device: DeviceId): Promise<Ends | undefined> => {
    const self = session();
    return self && findEnds(options, { account: self.account.uid, device }, 'handover');
  };

  const send = (to: DeviceId, said: Message): Promise<unknown> =>
    line.request({ type: 'link', to, body: encode(said) });

  const onTold = async (by: DeviceId, told: Extract<Message, { type: 'call-told' }>): Promise<void> => {
    if (asked?.device !== by || asked.nonce !== told.nonce) return;
    const opened = await (await asked.ends)?.open(told.box, subject(told));
    if (!opened?.ok) return;
    asked = undefined;
    dispatch({ type: 'handover-told', call: told.call, by, had: decodeHad(opened.value) });
  };

  const subject = ({ call, nonce }: Pick<Message, 'call' | 'nonce'>): string => `${call}.${nonce}`;

  return {
    ask: (call, device) => {
      const nonce = chance.uuid();
      asked = { device, nonce, ends: endsWith(device) };
      asked.ends.catch(ignore);
      void send(device, { type: 'call-ask', call, nonce }).catch(ignore);
    },
    tell: (call, to, nonce, had) => {
      const answer = async (): Promise<void> => {
        const box = await (await endsWith(to))?.seal(encodeHad(had), subject({ call, nonce }));
        if (box) await send(to, { type: 'call-told', call, nonce, box });
      };
      void answer().catch(ignore);
    },
    hear: (from, body) => {
      const said = decode(body);
      if (said?.type === 'call-ask') {
        dispatch({ type: 'handover-asked', call: said.call, by: from, nonce: said.nonce });
      } else if (said) void onTold(from, said).catch(ignore);
      return said !== undefined;
    },
  };
};
