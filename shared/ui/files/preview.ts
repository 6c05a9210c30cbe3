import { type Accessor, createMemo } from 'solid-js';
import { SNIFFED_BYTES, sniff } from '#shared/core/files/sniff.ts';

/** The small picture inside a message, where it is one. */
export const createPreview = (base64: Accessor<string | undefined>): Accessor<Blob | undefined> =>
  createMemo(() => {
    const text = base64();
    if (!text) return undefined;
    try {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const shown = sniff(bytes);
      return shown?.kind === 'image' ? new Blob([bytes], { type: shown.type }) : undefined;
    } catch {
      return undefined;
    }
  });

/** A file as the picture it is; `undefined` where it is none. */
export const pictureOf = async (file: Blob): Promise<Blob | undefined> => {
  const shown = sniff(new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer()));
  return shown?.kind === 'image' ? file.slice(0, file.size, shown.type) : undefined;
};
