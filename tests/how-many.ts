/** The first number for every change; the second for `npm run test:long`, which has hours. */
export const howMany = (usual: number, long: number): number => (process.env.LONG_TESTS === '1' ? long : usual);
