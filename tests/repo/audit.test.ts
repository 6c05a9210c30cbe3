import { expect, test } from 'vitest';
import { askRegistry, severe } from './audit.ts';

test('no dependency in production has a known fault of high severity', async ({ skip }) => {
  const report = await askRegistry();
  const found = severe(report);
  if (!found) {
    const reason = report.message ?? 'the registry knows none';
    console.warn(`Known faults of dependencies are not tested: ${reason}`);
    skip(reason);
  }
  expect(found).toEqual([]);
}, 90_000);

test('a report is read, and the lack of one', () => {
  const vulnerabilities = {
    a: { severity: 'high', range: '<1.2.0' },
    b: { severity: 'moderate', range: '*' },
    c: { severity: 'critical', range: '>=2' },
  };
  expect(severe({ auditReportVersion: 2, vulnerabilities })).toEqual(['a <1.2.0: high', 'c >=2: critical']);
  expect(severe({ auditReportVersion: 2, vulnerabilities: {} })).toEqual([]);
  expect(severe({ message: '405 Method Not Allowed' })).toBeUndefined();
});
