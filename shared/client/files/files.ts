import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Shown } from '#shared/core/files/sniff.ts';
import type { Outcome } from '#shared/core/reason.ts';
import type { Attachment } from '#shared/protocol/content.ts';
import { newFileKey } from './cipher.ts';
import { createDownloads, type DownloadsOptions } from './downloads.ts';
import { lookAt } from './pictures.ts';
import { safeName } from './safe-name.ts';
import { sniffFile } from './sniff-file.ts';

/** A file as a page may have it. */
export interface OpenedFile {
  /** With the type that its own bytes tell, `application/octet-stream` where it is not to be shown. */
  readonly blob: Blob;
  readonly kind: Shown['kind'] | 'file';
  /** Under which it may be saved. */
  readonly name: string;
}

/** What is known of a note since it was recorded. */
export interface Recorded {
  readonly seconds: number;
  /** Of a voice: loudness over time, a byte for each of its 64 sections, in base64. */
  readonly waveform?: string;
}

export interface Files {
  /** What the other side is told of a file; the relay has not named a blob yet. */
  attachmentOf(file: Blob, name: string, recorded?: Recorded): Promise<Attachment>;
  /** The file of a message where this device has it. */
  kept(message: Message): Promise<OpenedFile | undefined>;
  fetch(message: Message): Promise<Outcome<OpenedFile>>;
  stop(message: Message): void;
  close(): void;
}

const shownAs = (file: Blob, shown: Shown | undefined): Blob =>
  file.slice(0, file.size, shown?.type ?? 'application/octet-stream');

const openedFile = async (file: Blob, { name, kind }: Attachment): Promise<OpenedFile> => {
  const shown = await sniffFile(file);
  // A recording of sound alone has the same beginning as a film.
  const heard = shown && (kind === 'voice' || kind === 'audio') && shown.kind === 'video';
  return { blob: shownAs(file, shown), kind: heard ? 'audio' : (shown?.kind ?? 'file'), name: safeName(name) };
};

/** The files of messages, for the eyes of a page: loaded when there is one. */
export const createFiles = (options: DownloadsOptions): Files => {
  const { history } = options;
  const downloads = createDownloads(options);

  return {
    async attachmentOf(file, name, recorded) {
      const shown = await sniffFile(file);
      const isVoice = recorded?.waveform !== undefined;
      const look = shown && !isVoice ? await lookAt(shownAs(file, shown), shown.kind) : {};
      return {
        blob: '',
        key: newFileKey(),
        size: file.size,
        name: safeName(name),
        type: shown?.type ?? 'application/octet-stream',
        kind: isVoice ? 'voice' : (shown?.kind ?? 'file'),
        ...look,
        ...recorded,
      };
    },
    async kept(message) {
      const file = message.attachment && (await history.file(itemKey(message)));
      return message.attachment && file && openedFile(file, message.attachment);
    },
    async fetch(message) {
      const { attachment } = message;
      if (!attachment) return { ok: false, reason: 'not_found' };
      const file = await downloads.fetch(message, attachment);
      return file.ok ? { ok: true, value: await openedFile(file.value, attachment) } : file;
    },
    stop: (message) => downloads.stop(itemKey(message)),
    close: downloads.close,
  };
};
