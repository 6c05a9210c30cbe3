const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

const firstIn = (userAgent: string, table: readonly (readonly [string, string])[]): string | undefined =>
  table.find(([mark]) => userAgent.includes(mark))?.[1];

/** What a person knows this device by: `Chrome on Android`. */
export const deviceName = (userAgent: string): string => {
  const system = firstIn(userAgent, SYSTEMS);
  return `${firstIn(userAgent, BROWSERS) ?? 'Browser'}${system ? ` on ${system}` : ''}`;
};
