import { type Shown, SNIFFED_BYTES, sniff } from '#shared/core/files/sniff.ts';

/** What a file is by its first bytes. */
export const sniffFile = async (file: Blob): Promise<Shown | undefined> =>
  sniff(new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer()));
