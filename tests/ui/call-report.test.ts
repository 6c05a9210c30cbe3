import { expect, test } from 'vitest';
import type { Course } from '#shared/client/peers/course.ts';
import type { CallReport } from '#shared/client/ports.ts';
import type { EndedCall } from '#shared/core/call/call.ts';
import { callReport } from '#shared/ui/call/call-report.ts';
import { bo, uuid } from '#tests/fakes/ids.ts';

const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.85 Safari/537.36';

const call: EndedCall = {
  phase: 'ended',
  role: 'caller',
  call: uuid(0xca11),
  version: 7,
  person: bo,
  media: 'video',
  ending: { kind: 'ended', reason: 'reconnect-failed', by: 'relay', seconds: 140 },
  bad: true,
};

const course: Course = {
  events: [{ at: 12, what: 'path-lost' }],
  looks: [],
  candidates: { mine: { 'host udp': 1 }, theirs: {} },
};

/** What the call has, the raw reports of the browser among it. */
const report = {
  choices: { lowData: true, shares: {} },
  quality: { reports: [{ type: 'local-candidate', address: '192.168.1.7' }] },
  course: { ...course, call: call.call },
} as unknown as CallReport;

test('[R40] the report of a bad call says how it ended, what its path did, browser and version, and nobody’s address, name or UID', () => {
  const text = callReport(call, report, AGENT);
  expect(JSON.parse(text)).toEqual({
    tincan: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    browser: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
    role: 'caller',
    media: 'video',
    ending: call.ending,
    lowData: true,
    ...course,
  });
  for (const secret of ['192.168.1.7', bo, call.call]) expect(text).not.toContain(secret);
});

test('[R40] what was noted of another call is not in it', () => {
  const text = callReport({ ...call, call: uuid(0xca12) }, report, AGENT);
  expect(JSON.parse(text)).not.toHaveProperty('events');
});
