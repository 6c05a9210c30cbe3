import * as z from 'zod/mini';
import { instant } from '#shared/protocol/ids.ts';
import { utf8 } from './bytes.ts';

/** What people say to each other, as it is before sealing. `sent_at` by the sender's clock, for display only. */
const content = z.object({
  version: z.literal(1),
  type: z.literal('text'),
  text: z.string(),
  sent_at: instant,
});
export type Content = Omit<z.infer<typeof content>, 'version'>;

/** The relay sees lengths: in steps of 256 bytes they tell little. */
const STEP = 256;
const SPACE = 0x20;

/** JSON, filled up with spaces, which JSON does not mind. */
export const encodeContent = ({ type, text, sent_at }: Content): Uint8Array => {
  const bytes = utf8(JSON.stringify({ version: 1, type, text, sent_at }));
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(SPACE);
  padded.set(bytes);
  return padded;
};

/** `undefined` where it is not content of a version known here. */
export const decodeContent = (bytes: Uint8Array): Content | undefined => {
  try {
    const { version: _, ...known } = content.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return known;
  } catch {
    return undefined;
  }
};
