import { type ItemKey, itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { TransferEvent } from '#shared/core/files/transfers.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { CHUNK_BYTES } from '#shared/protocol/blob.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { type History, type StoredSession, StoreError } from '../ports.ts';
import type { BlobApi } from './blob-api.ts';
import { fileCipher } from './cipher.ts';

const LANES = 3;

export interface DownloadsOptions {
  readonly history: History;
  readonly blobs: () => Promise<BlobApi>;
  readonly session: () => StoredSession | undefined;
  readonly onTransfer: (event: TransferEvent) => void;
  /** There is something to tell the relay. */
  readonly onTaken: () => void;
}

/** Brings the files of messages from the relay, each once at a time, and keeps them. */
export interface Downloads {
  fetch(message: Message, attachment: Attachment): Promise<Outcome<Blob>>;
  stop(item: ItemKey): void;
  close(): void;
}

interface Running {
  readonly file: Promise<Outcome<Blob>>;
  readonly controller: AbortController;
}

export const createDownloads = (options: DownloadsOptions): Downloads => {
  const { history, blobs, session, onTransfer, onTaken } = options;
  const running = new Map<ItemKey, Running>();

  const bring = async (item: ItemKey, { blob, key, size }: Attachment, signal: AbortSignal): Promise<Outcome<Blob>> => {
    const self = session();
    if (!self) return failed('unauthorized');
    const api = await blobs().catch(() => undefined);
    if (!api) return failed('offline');
    const cipher = await fileCipher(key, size).catch(() => undefined);
    if (!cipher) return failed('unsealable');
    // Blobs of their own, which the browser may put on its disk.
    const chunks: Blob[] = [];
    let next = 0;
    let bytes = 0;
    let refusal: Reason | undefined;
    const show = (): void =>
      onTransfer({ type: 'transfer-moved', item, transfer: { state: 'down', bytes: Math.min(bytes, size), of: size } });

    const lane = async (): Promise<void> => {
      while (refusal === undefined && next < cipher.parts) {
        const part = next;
        next += 1;
        const answer = await api.read(self, blob, part, signal);
        const chunk = answer.ok ? await cipher.open(answer.value, part) : undefined;
        if (!answer.ok) refusal ??= answer.reason;
        else if (!chunk) refusal ??= 'unsealable';
        else {
          chunks[part] = new Blob([chunk]);
          bytes += CHUNK_BYTES;
          if (refusal === undefined && !signal.aborted) show();
        }
      }
    };
    show();
    await Promise.all(Array.from({ length: LANES }, lane));
    return refusal === undefined ? { ok: true, value: new Blob(chunks) } : failed(refusal);
  };

  const keep = async (item: ItemKey, message: Message, blob: string, file: Blob): Promise<Outcome<Blob>> => {
    try {
      await history.saveFile(item, message.conversation, file);
      await history.noteBlob(blob, 'taken');
      onTaken();
      return { ok: true, value: file };
    } catch (error) {
      // It can be looked at, and will have to be fetched again.
      if (error instanceof StoreError) return { ok: true, value: file };
      throw error;
    }
  };

  const fetch = async (item: ItemKey, message: Message, attachment: Attachment, signal: AbortSignal) => {
    const kept = await history.file(item);
    if (kept) return { ok: true, value: kept } as const;
    const brought = await bring(item, attachment, signal);
    const result = brought.ok ? await keep(item, message, attachment.blob, brought.value) : brought;
    onTransfer(
      result.ok || signal.aborted
        ? { type: 'transfer-over', item }
        : { type: 'transfer-moved', item, transfer: { state: 'failed', reason: result.reason } },
    );
    return result;
  };

  return {
    fetch: (message, attachment) => {
      const item = itemKey(message);
      const present = running.get(item);
      if (present) return present.file;
      const controller = new AbortController();
      const file = fetch(item, message, attachment, controller.signal).finally(() => running.delete(item));
      running.set(item, { file, controller });
      return file;
    },
    stop: (item) => running.get(item)?.controller.abort(),
    close: () => {
      for (const { controller } of running.values()) controller.abort();
    },
  };
};
