const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Firefox\//, 'Firefox'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Chrome\//, 'Chrome'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const first = (table: typeof BROWSERS, text: string): string | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];

/** What this device is called in the list of sessions, such as `Chrome on Linux, extension`. */
export const deviceName = (userAgent: string): string => {
  const system = first(SYSTEMS, userAgent);
  return `${first(BROWSERS, userAgent) ?? 'Browser'}${system ? ` on ${system}` : ''}, extension`;
};
