/** What a person's recovery key opens, as the relay keeps it: sealed bytes (`client/recovery/backup.ts`). */
export const BACKUP_MAX_BYTES = 256 * 1024;
