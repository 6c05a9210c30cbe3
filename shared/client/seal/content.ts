import { type Content, content } from '#shared/protocol/content.ts';
import { type ListView, listViews } from '#shared/protocol/device-list.ts';
import { utf8 } from './bytes.ts';

/** The relay sees lengths: in steps of 256 bytes they tell little. */
const STEP = 256;
const SPACE = 0x20;

/** JSON, filled up with spaces, which JSON does not mind. `views` are the device lists that the sender goes by. */
export const encodeContent = (said: Content, views?: readonly ListView[]): Uint8Array<ArrayBuffer> => {
  const bytes = utf8(JSON.stringify({ version: 1, ...said, ...(views && { views }) }));
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(SPACE);
  padded.set(bytes);
  return padded;
};

const read = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));

/** `undefined` where it is not content of a version known here. */
export const decodeContent = (bytes: Uint8Array): Content | undefined => {
  try {
    const { version: _, ...known } = content.parse(read(bytes));
    return known;
  } catch {
    return undefined;
  }
};

/** The device lists that its sender went by; none where it does not say. */
export const decodeViews = (bytes: Uint8Array): readonly ListView[] => {
  try {
    return listViews.parse(read(bytes)).views;
  } catch {
    return [];
  }
};
