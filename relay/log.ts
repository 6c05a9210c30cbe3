import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger } from 'pino';

/** Lines of JSON on the standard output. Nothing that is logged has a token, a body or a whole address in it. */
export const createLog = (level: Config['LOG_LEVEL']): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** An address cut to where it tells the network, not the person. */
export const cut = (ip: string): string =>
  ip.includes(':') ? ip.replace(/^((?:[^:]+:){2}).*$/, '$1:') : ip.replace(/\.\d+$/, '.0');
