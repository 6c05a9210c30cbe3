import type { TestDevice } from './test-client.ts';

// All that people are told, so that two stories can be compared: byte by byte, but for names.

const NAMED: readonly (readonly [string, RegExp])[] = [
  ['login', /"login":"[^"]*"/g],
  ['conversation', /"direct:[^"]*"/g],
  ['endpoint', /"(?:endpoint|resume)":"[^"]*"/g],
  ['uuid', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g],
  ['ulid', /\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g],
  ['key', /[A-Za-z0-9+/]{43,86}={1,2}/g],
  ['blob', /\b[0-9a-f]{32}\b/g],
];

/** Ids as their kind and the order in which they came, times as `0`: what is left is the same for the same story. */
export const plain = (lines: readonly string[]): readonly string[] =>
  NAMED.reduce((text, [kind, pattern]) => {
    const known = new Map<string, string>();
    return text.replace(pattern, (id) => {
      const name = known.get(id) ?? `${kind}${known.size}`;
      known.set(id, name);
      return `<${name}>`;
    });
  }, lines.join('\n'))
    .replace(/\b\d{13}\b/g, '0')
    .split('\n');

/** Everything sent before has been dealt with, what is stored included. */
export const settled = async (device: TestDevice): Promise<void> => {
  await device.ask({ type: 'devices', accounts: [device.uid] });
};

export interface Watched {
  readonly devices: readonly TestDevice[];
  readonly lines: readonly string[];
  note(step: string, answer?: unknown): Promise<void>;
}

/** All that these devices are told, in the order of the steps. */
export const watch = (devices: readonly TestDevice[]): Watched => {
  const lines: string[] = [];
  return {
    devices,
    lines,
    async note(step, answer) {
      for (const device of devices) await settled(device);
      lines.push(`${step}: ${JSON.stringify(answer)}`);
      for (const { frames } of devices) lines.push(...frames.splice(0).map((frame) => JSON.stringify(frame)));
    },
  };
};
