import { expect, test } from 'vitest';
import { noteCourse } from '#shared/client/peers/course.ts';
import type { Measurement } from '#shared/core/quality/measurement.ts';

const measurement: Measurement = {
  rtt: 20,
  jitter: 2,
  lossIn: 0,
  lossOut: 0.1,
  concealed: 0,
  frozen: 0,
  sent: 40,
  received: 41,
  relayed: false,
  picture: {},
};

/** As Chromium gives them, of a path through a NAT. */
const reports = [
  { type: 'transport', id: 'T', selectedCandidatePairId: 'P' },
  { type: 'candidate-pair', id: 'P', localCandidateId: 'L', remoteCandidateId: 'R' },
  {
    type: 'local-candidate',
    id: 'L',
    candidateType: 'host',
    protocol: 'udp',
    address: '192.168.1.7',
    ip: '192.168.1.7',
  },
  { type: 'remote-candidate', id: 'R', candidateType: 'srflx', protocol: 'udp', address: '2001:db8::7', port: 50_000 },
];

test('[R40] the course of a path has what it did, how good it was and kinds of candidates, and no address', () => {
  let now = 5_000;
  const { note, look, candidate, course } = noteCourse(() => now);
  note('path-connected');
  candidate('mine', 'candidate:1 1 udp 2113937151 192.168.1.7 50000 typ host generation 0 ufrag abcd');
  candidate('mine', 'candidate:2 1 UDP 1677729535 203.0.113.9 50000 typ srflx raddr 192.168.1.7 rport 50000');
  candidate('mine', 'candidate:3 1 udp 2113937151 8b7c.local 50001 typ host');
  candidate('theirs', 'candidate:4 1 tcp 41885439 2001:db8::7 9 typ relay raddr 10.0.0.1 rport 1');
  // Whatever the other side makes up is not told.
  candidate('theirs', 'candidate:5 1 udp 1 10.0.0.1 9 typ 10.0.0.1');
  candidate('theirs', '10.0.0.1');
  now += 2_040;
  look(4, 4.4, measurement, reports);
  now += 30_000;
  note('path-lost');
  expect(course()).toEqual({
    events: [
      { at: 0, what: 'path-connected' },
      { at: 32, what: 'path-lost' },
    ],
    looks: [{ at: 2, bars: 4, mos: 4.4, measurement, way: 'host udp srflx' }],
    candidates: { mine: { 'host udp': 2, 'srflx udp': 1 }, theirs: { 'relay tcp': 1 } },
  });
  expect(JSON.stringify(course())).not.toMatch(/\d+\.\d+\.\d+\.\d+|db8|local|50000/);
});

test('[R40] a look is noted each ten seconds and where it got better or worse, and an hour of them is kept', () => {
  let now = 0;
  const { look, course } = noteCourse(() => now);
  const lookAt = (at: number, bars: 1 | 4) => {
    now = at;
    look(bars, 4, measurement, []);
  };
  lookAt(2_000, 4);
  lookAt(4_000, 4);
  lookAt(6_000, 1);
  lookAt(8_000, 1);
  lookAt(16_000, 1);
  expect(course().looks.map(({ at, bars, way }) => [at, bars, way])).toEqual([
    [2, 4, undefined],
    [6, 1, undefined],
    [16, 1, undefined],
  ]);
  for (let count = 2; count < 1_000; count++) lookAt(count * 10_000 + 6_000, 1);
  expect(course().looks).toHaveLength(360);
});
