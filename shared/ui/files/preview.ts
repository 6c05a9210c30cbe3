import { type Accessor, createMemo } from 'solid-js';
import { sniff } from '#shared/client/files/sniff.ts';

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
