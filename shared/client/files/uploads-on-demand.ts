import { loadOnce } from '../load-once.ts';
import type { Uploads, UploadsOptions } from './uploads.ts';

/** Uploads whose code is loaded with the first file to send, or the first thing to say of one. */
export const uploadsOnDemand = (options: UploadsOptions): Uploads => {
  const { history, onBroken } = options;
  let uploads: Uploads | undefined;
  let closed = false;

  const isWanted = async (): Promise<boolean> =>
    (await history.outbox()).some(({ uploading }) => uploading) || (await history.blobNotes()).length > 0;

  // Where it cannot be loaded now, the next flush tries again.
  const load = loadOnce(async (): Promise<Uploads> => {
    const { createUploads } = await import('./uploads.ts');
    uploads = createUploads(options);
    return uploads;
  });

  const flush = async (): Promise<void> => {
    if (!uploads && !(await isWanted())) return;
    const { flush: go, close } = await load();
    if (closed) close();
    else go();
  };

  return {
    flush: () => void flush().catch(onBroken),
    stop: (message) => uploads?.stop(message),
    close: () => {
      closed = true;
      uploads?.close();
    },
  };
};
