import type { Finding } from '#shared/protocol/setup-check.ts';
import { setupCheckEn } from '#shared/ui/strings/en-setup-check.ts';
import { findingText, summaryText } from '#shared/ui/strings/setup-check.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { checkAddress } from '../features/setup-check/address.ts';
import { failed, ok } from '../features/setup-check/finding.ts';
import { checkMachine, checkPort, ownAddress } from './machine.ts';
import { checkAsStranger } from './stranger.ts';

// npm run doctor: the setup of the relay that these variables are for. With an address (`npm run doctor -- https://…`) only
// what a stranger sees of the relay there.

const tell = (findings: readonly Finding[]): readonly Finding[] => {
  for (const finding of findings) process.stdout.write(`${findingText(finding, setupCheckEn)}\n`);
  return findings;
};

const configured = (): Config | ConfigError => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
};

const checkHere = async (): Promise<readonly Finding[]> => {
  const config = configured();
  if (config instanceof ConfigError)
    return tell([failed('configuration', 'configuration-wrong', { said: config.message.replaceAll('\n', '; ') })]);
  const first = tell([ok('configuration', 'configuration-read'), await checkPort(config)]);
  const machine = tell(await checkMachine(config));
  const runs = first.some(({ found }) => found === 'relay-runs');
  const base = config.PUBLIC_URL === undefined ? ownAddress(config) : new URL(config.PUBLIC_URL);
  const seen = tell(
    runs
      ? await checkAsStranger(base, config.TLS === 'self-signed', config.PUBLIC_URL)
      : [checkAddress({ host: base.host, secure: base.protocol === 'https:', forwarded: false }, config)],
  );
  return [...first, ...machine, ...seen];
};

const addressed = (text: string): URL => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  process.stderr.write(`"${text}" is no address; allowed: one such as https://talk.example\n`);
  process.exit(2);
};

const [asked] = process.argv.slice(2);
const findings =
  asked === undefined ? await checkHere() : tell(await checkAsStranger(addressed(asked), false, undefined));
process.stdout.write(`\n${summaryText(findings, setupCheckEn)}\n`);
process.exitCode = findings.some(({ state }) => state === 'failed') ? 1 : 0;
