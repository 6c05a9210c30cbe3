import type { Uploads, UploadsOptions } from './uploads.ts';

/** Uploads whose code is loaded with the first file to send, or the first thing to say of one. */
export const uploadsOnDemand = (options: UploadsOptions): Uploads => {
  const { history, onBroken } = options;
  let loading: Promise<Uploads> | undefined;
  let uploads: Uploads | undefined;
  let closed = false;

  const isWanted = async (): Promise<boolean> =>
    (await history.outbox()).some(({ uploading }) => uploading) || (await history.blobNotes()).length > 0;

  const load = async (): Promise<Uploads> => {
    loading ??= import('./uploads.ts').then(({ createUploads }) => createUploads(options));
    // Where it cannot be loaded now, the next flush tries again.
    uploads = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return uploads;
  };

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
