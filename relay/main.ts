import { qrLines } from './addresses.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startRelay } from './relay.ts';

const LONGEST_STOP_MS = 5_000;

const config = (() => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`Tincan cannot start:\n${error.message}\n`);
    process.exit(1);
  }
})();

// New files are for the relay's user alone.
process.umask(0o077);

const log = createLog(config.LOG_LEVEL);
const relay = await startRelay(config, log).catch((error: unknown) => {
  process.stderr.write(`Tincan cannot start:\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
process.stdout.write(`Tincan is ready at ${relay.url}\n`);
const [likeliest] = relay.nearby;
if (likeliest) {
  const lines = relay.nearby.map(
    ({ url, named }) =>
      `  ${url}${named ? '' : ` (newer than the certificate: without ${config.DATA_DIR}/tls there is a new one)`}`,
  );
  process.stdout.write(
    `A phone on the same network opens this, and is asked once whether it trusts the certificate:\n${lines.join('\n')}\n`,
  );
  process.stdout.write(`${qrLines(likeliest.url, process.stdout.isTTY).join('\n')}\n`);
}
if (relay.claimUrl)
  process.stdout.write(`To make the administrator's account, open this within an hour: ${relay.claimUrl}\n`);

let stopping = false;
const stop = (): void => {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  relay.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ error: String(error) }, 'did not stop in order');
      process.exit(1);
    },
  );
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
