import { remembered } from '../remember.ts';

/** Whether calls on this device send as little as they can. */
export const rememberedLowData = remembered('low-data', (kept) => kept === true);
