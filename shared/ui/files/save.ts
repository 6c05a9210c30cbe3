import type { OpenedFile } from '#shared/client/client.ts';

/** Long enough for the browser to have begun. */
const KEPT_MS = 60_000;

/** For the name of a file: `2026-11-22`, where this device is. */
export const today = (): string => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** Hands a file to the browser, to keep under its name; never opens it. */
export const save = ({ blob, name }: Pick<OpenedFile, 'blob' | 'name'>): void => {
  // As bytes: what it is shown as elsewhere must not make the browser show it here.
  const address = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
};
