import { beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../relay/hub/endpoint.ts';
import type { Device, People, Person } from '../../relay/hub/people.ts';
import { createResumption, type Resumption } from '../../relay/hub/resumption.ts';

const OPENED = 1_000_000;
const FIVE_MINUTES = 300_000;
const HOME = 'https://talk.example';

const person = { holds: 0 } as Person;
const people: Pick<People, 'hold' | 'release'> = {
  hold: (one) => {
    one.holds += 1;
  },
  release: (one) => {
    one.holds -= 1;
  },
};

let endpoints: Map<string, Endpoint>;
let endpoint: Endpoint;
let device: Device;
let resumption: Resumption;
let ticket: string;

beforeEach(() => {
  person.holds = 0;
  device = { person, removed: false } as Device;
  endpoint = { id: 'run-1', device, origin: HOME, openedAt: OPENED, resumed: false } as Endpoint;
  endpoints = new Map([[endpoint.id, endpoint]]);
  resumption = createResumption(endpoints, people as People);
  ticket = resumption.ticket(endpoint);
});

const lose = (): void => {
  endpoints.delete(endpoint.id);
  resumption.remember(endpoint, OPENED);
};

describe('a resume ticket', () => {
  test('[HE2] is good once, also while the former socket is not known to be dead', () => {
    expect(resumption.redeem(ticket, HOME, OPENED)).toBe(device);
    expect(resumption.redeem(ticket, HOME, OPENED)).toBeUndefined();
    lose();
    expect(resumption.redeem(ticket, HOME, OPENED)).toBeUndefined();
    expect(person.holds).toBe(0);
  });

  test('[HE2] is good for five minutes from the opening, and once, after the socket is gone', () => {
    lose();
    expect(person.holds).toBe(1);
    expect(resumption.redeem(ticket, HOME, OPENED + FIVE_MINUTES)).toBe(device);
    expect(resumption.redeem(ticket, HOME, OPENED + FIVE_MINUTES)).toBeUndefined();
    expect(person.holds).toBe(0);
  });

  test('[HE2] is not good after five minutes', () => {
    expect(resumption.redeem(ticket, HOME, OPENED + FIVE_MINUTES + 1)).toBeUndefined();
  });

  test('[SE4] is good only for the Origin of its endpoint, and stays good there', () => {
    expect(resumption.redeem(ticket, 'https://evil.example', OPENED)).toBeUndefined();
    expect(resumption.redeem(ticket, HOME, OPENED)).toBe(device);
  });

  test('[SE6] is not good when the device has been signed out', () => {
    device.removed = true;
    expect(resumption.redeem(ticket, HOME, OPENED)).toBeUndefined();
  });

  test.each([
    ['another endpoint', (own: string) => own.replace('run-1', 'run-2')],
    ['another end', (own: string) => `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`],
    ['no proof', () => 'run-1'],
    ['an empty proof', () => 'run-1_'],
    ['nothing', () => ''],
  ])('cannot be made up: %s', (_, forge) => {
    endpoints.set('run-2', { ...endpoint, id: 'run-2' });
    expect(resumption.redeem(forge(ticket), HOME, OPENED)).toBeUndefined();
  });

  test('means nothing to another run of the relay', () => {
    const restarted = createResumption(endpoints, people as People);
    expect(restarted.redeem(ticket, HOME, OPENED)).toBeUndefined();
  });

  test('of a socket long gone is forgotten', () => {
    lose();
    resumption.sweep(OPENED + FIVE_MINUTES);
    expect(person.holds).toBe(1);
    resumption.sweep(OPENED + FIVE_MINUTES + 1);
    expect(person.holds).toBe(0);
  });
});
