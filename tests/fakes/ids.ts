/** A UUID that shows which one it is: `uuid(3)` ends in 3, and ids compare as their numbers do. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** As {@link uuid}, for envelopes. */
export const ulid = (n: number): string => n.toString().padStart(26, '0');

export const ann = uuid(0xa);
export const bo = uuid(0xb);
export const cy = uuid(0xc);
export const annPhone = uuid(0xa1);
export const annLaptop = uuid(0xa2);
export const boPhone = uuid(0xb1);
export const boLaptop = uuid(0xb2);
