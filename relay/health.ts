// Exit code 0 where the relay of this environment answers and its database does: for HEALTHCHECK.
import { get as overHttp } from 'node:http';
import { get as overTls } from 'node:https';
import { readConfig } from './config.ts';

const LONGEST_WAIT_MS = 5_000;
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const { HOST, PORT, TLS } = readConfig(process.env);
const options = {
  host: EVERYWHERE.has(HOST) ? 'localhost' : HOST,
  port: PORT,
  path: '/health',
  timeout: LONGEST_WAIT_MS,
  rejectUnauthorized: false, // it is asked whether it answers; its certificate names another host
};
const asking = TLS === 'off' ? overHttp(options) : overTls(options);
asking.on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));
asking.on('timeout', () => process.exit(1));
asking.on('error', () => process.exit(1));
