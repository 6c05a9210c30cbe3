import { type ItemKey, itemKey } from '#shared/core/chat/item-key.ts';
import type { TransferEvent } from '#shared/core/files/transfers.ts';
import { failed, type Outcome, type Reason } from '#shared/core/reason.ts';
import { CHUNK_BYTES, sealedBytes } from '#shared/protocol/blob.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import type { ConversationId, EnvelopeId } from '#shared/protocol/ids.ts';
import type { Clock, History, OutboxEntry, StoredSession, Windows } from '../ports.ts';
import type { Line } from '../relay/line.ts';
import type { BlobApi } from './blob-api.ts';
import { fileCipher } from './cipher.ts';

/** Parts that are on their way at the same time: the next one need not wait for the answer to the one before. */
const LANES = 3;
/** Before a relay that is busy, or that HTTP does not reach, is asked again. */
const PATIENCE_MS = 5_000;

const passing: ReadonlySet<Reason> = new Set(['offline', 'unauthorized', 'rate_limited', 'unavailable', 'not_found']);

export interface UploadsOptions {
  readonly history: History;
  readonly windows: Windows;
  readonly clock: Clock;
  readonly line: Line;
  readonly blobs: () => Promise<BlobApi>;
  readonly session: () => StoredSession | undefined;
  readonly onTransfer: (event: TransferEvent) => void;
  readonly onChanged: (conversation: ConversationId) => void;
  /** A file is at the relay: its message can go. */
  readonly onUploaded: () => void;
  readonly onBroken: (error: unknown) => void;
}

/** Takes files to the relay before their messages, and goes on where it was ended. Also tells the relay what it may forget. */
export interface Uploads {
  flush(): void;
  /** Nobody wants this one any more. */
  stop(message: EnvelopeId): void;
  close(): void;
}

interface Upload {
  readonly entry: OutboxEntry;
  readonly attachment: Attachment;
  readonly item: ItemKey;
  readonly self: StoredSession;
  readonly api: BlobApi;
  readonly signal: AbortSignal;
}

export const createUploads = (options: UploadsOptions): Uploads => {
  const { history, windows, clock, line, blobs, session, onTransfer, onChanged, onUploaded, onBroken } = options;
  const closing = new AbortController();
  let present: { readonly message: EnvelopeId; readonly controller: AbortController } | undefined;
  let running = false;
  let again = false;
  let stopWaiting = (): void => {};

  const comeBack = (): void => {
    stopWaiting();
    stopWaiting = clock.after(PATIENCE_MS, flush);
  };

  /** The blob this file goes into, and which parts of it the relay has. */
  const destination = async ({
    entry,
    attachment,
    self,
    api,
  }: Upload): Promise<Outcome<{ blob: string; has: Set<number> }>> => {
    if (attachment.blob !== '') {
      const facts = await api.facts(self, attachment.blob);
      if (facts.ok) return { ok: true, value: { blob: attachment.blob, has: new Set(facts.value.parts) } };
      // Given up by the relay meanwhile: from the beginning.
      if (facts.reason !== 'not_found') return facts;
    }
    const begun = await api.begin(self, entry.to, sealedBytes(attachment.size));
    if (!begun.ok) return begun;
    await history.saveBlob(entry.message, begun.value);
    return { ok: true, value: { blob: begun.value, has: new Set() } };
  };

  const send = async (upload: Upload): Promise<Outcome> => {
    const { entry, attachment, item, self, api, signal } = upload;
    const file = await history.file(item);
    if (!file) return failed('internal');
    const goal = await destination(upload);
    if (!goal.ok) return goal;
    const { blob, has } = goal.value;
    const cipher = await fileCipher(attachment.key, attachment.size);
    const missing = Array.from({ length: cipher.parts }, (_, part) => part).filter((part) => !has.has(part));
    let refusal: Reason | undefined;
    let left = missing.length;
    const show = (): void =>
      onTransfer({
        type: 'transfer-moved',
        item,
        transfer: { state: 'up', bytes: Math.max(0, attachment.size - left * CHUNK_BYTES), of: attachment.size },
      });

    const lane = async (): Promise<void> => {
      while (refusal === undefined) {
        const part = missing.shift();
        // Thrown away by another context, perhaps.
        if (part === undefined || !(await history.upload(entry.message))) return;
        // A browser may keep a file and not be able to read it: those behind it have to go.
        const sealed = await cipher.seal(file, part).catch(() => undefined);
        const answer = sealed ? await api.write(self, blob, part, sealed, signal) : failed('internal');
        if (!answer.ok) refusal = answer.reason;
        else {
          left -= 1;
          show();
        }
      }
    };
    show();
    await Promise.all(Array.from({ length: LANES }, lane));
    return refusal === undefined ? { ok: true, value: undefined } : failed(refusal);
  };

  const upload = async (
    api: BlobApi,
    entry: OutboxEntry,
    attachment: Attachment,
    self: StoredSession,
  ): Promise<'next' | 'later'> => {
    const controller = new AbortController();
    present = { message: entry.message, controller };
    const item = itemKey({ kind: 'message', author: self.account.uid, id: entry.message });
    const signal = AbortSignal.any([controller.signal, closing.signal]);
    const answer = await send({ entry, attachment, item, self, api, signal });
    present = undefined;
    onTransfer({ type: 'transfer-over', item });
    if (closing.signal.aborted) return 'later';
    if (controller.signal.aborted) return 'next';
    if (answer.ok) {
      await history.markUploaded(entry.message);
      onUploaded();
    } else if (passing.has(answer.reason)) {
      comeBack();
      return 'later';
    } else await history.markFailed(entry.message, answer.reason);
    onChanged(entry.conversation);
    return 'next';
  };

  const tellRelay = async (api: BlobApi, self: StoredSession): Promise<void> => {
    for (const { blob, note } of await history.blobNotes()) {
      const answer = await (note === 'taken' ? api.taken(self, blob) : api.remove(self, blob));
      if (answer.ok || !passing.has(answer.reason) || answer.reason === 'not_found') await history.forgetNote(blob);
    }
  };

  const work = async (): Promise<void> => {
    const api = await blobs().catch(() => undefined);
    if (!api) return comeBack();
    for (;;) {
      const self = session();
      if (!self || !line.welcome() || closing.signal.aborted) return;
      await tellRelay(api, self);
      const entry = (await history.outbox()).find(({ uploading, failed }) => uploading && failed === undefined);
      const attachment = entry?.content.type === 'text' ? entry.content.attachment : undefined;
      if (!entry || !attachment || (await upload(api, entry, attachment, self)) === 'later') return;
    }
  };

  const run = async (): Promise<void> => {
    running = true;
    while (again && !closing.signal.aborted) {
      again = false;
      await windows.exclusive('uploads', work).catch(onBroken);
    }
    running = false;
  };

  const flush = (): void => {
    again = true;
    if (!running && line.welcome()) void run();
  };

  return {
    flush,
    stop: (message) => {
      if (present?.message === message) present.controller.abort();
    },
    close: () => {
      stopWaiting();
      closing.abort();
    },
  };
};
