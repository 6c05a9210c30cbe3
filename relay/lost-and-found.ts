/** Where `DATA_DIR` is a disk of its own, its file system keeps this folder there, which only root may look into. */
export const LOST_AND_FOUND = 'lost+found';
