import { execFile } from 'node:child_process';
import { ROOT } from './sources.ts';

interface Vulnerability {
  readonly severity: string;
  readonly range?: string;
}

/** What `npm audit --json` says (its version 2), or that it could not ask. */
export interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
}

/** Of the dependencies that go into production. A registry that cannot be reached is asked once. */
export const askRegistry = (): Promise<AuditReport> =>
  new Promise((resolve) => {
    const once = ['--fetch-retries=0', '--fetch-timeout=20000'];
    execFile('npm', ['audit', '--omit=dev', '--json', ...once], { cwd: ROOT, timeout: 60_000 }, (error, stdout) => {
      // It ends with an error, too, where it has found something.
      try {
        resolve(JSON.parse(stdout) as AuditReport);
      } catch {
        resolve({ message: String(error) });
      }
    });
  });

/** Known faults of high or critical severity, as `package range: severity`; `undefined` where there is no answer. */
export const severe = ({ auditReportVersion, vulnerabilities }: AuditReport): readonly string[] | undefined =>
  auditReportVersion === undefined || vulnerabilities === undefined
    ? undefined
    : Object.entries(vulnerabilities)
        .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
        .map(([name, { range = '', severity }]) => `${name} ${range}: ${severity}`);
