import { Counter, collectDefaultMetrics, Gauge, type Histogram, Registry } from 'prom-client';
import type { WaitingMail } from '../../store/store.ts';
import type { Spread } from '../../tally.ts';
import type { Facts } from './facts.ts';

/** Counting what waits reads a whole index on the thread that commits (measured: 40 ms for a million). */
const MAIL_FRESH_MS = 10_000;

/** The library's histograms count by themselves, each time with more work than a commit may cost. This one only tells. */
const histogramOf = (name: string, help: string, spread: Spread) => ({
  name,
  async get() {
    const { bounds, counts, sum } = spread;
    let total = 0;
    const values = counts.map((count, place) => {
      total += count;
      return { metricName: `${name}_bucket`, labels: { le: bounds[place] ?? '+Inf' }, value: total };
    });
    const rest = [
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: total },
    ];
    return { name, help, type: 'histogram', values: [...values, ...rest] };
  },
});

/** Everything that `/metrics` tells. Reads the facts when it is asked for its text. */
export const createRegistry = (facts: Facts): Registry => {
  const { store, clock } = facts;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  };

  gauge('tincan_users_online', 'People with a greeted socket', () => facts.present().people);
  gauge('tincan_endpoints', 'Greeted sockets', () => facts.present().endpoints);

  new Gauge({
    name: 'tincan_calls',
    help: 'Calls that are not over',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(facts.calls())) this.set({ state }, count);
    },
  });

  gauge('tincan_rooms', 'Rooms with somebody inside', () => facts.rooms().active);
  gauge('tincan_room_participants', 'People inside of rooms', () => facts.rooms().people);

  let asked = Number.NEGATIVE_INFINITY;
  let mail: Promise<WaitingMail | undefined> = Promise.resolve(undefined);
  /** Undefined where the database does not tell: everything else is told all the same. */
  const waitingMail = (): Promise<WaitingMail | undefined> => {
    if (clock() - asked >= MAIL_FRESH_MS) {
      asked = clock();
      mail = facts.waitingMail().catch(() => undefined);
    }
    return mail;
  };
  gauge(
    'tincan_mailbox_items',
    'Messages and call summaries that wait for a device',
    async () => (await waitingMail())?.items ?? Number.NaN,
  );
  gauge('tincan_mailbox_oldest_seconds', 'How long the oldest of them has waited', async () => {
    const waiting = await waitingMail();
    if (!waiting) return Number.NaN;
    return waiting.since === null ? 0 : Math.max(0, (clock() - waiting.since) / 1000);
  });

  // A registry asks nothing else of a metric, though its type does.
  const tell = (metric: ReturnType<typeof histogramOf>): void =>
    registry.registerMetric(metric as unknown as Histogram);
  tell(histogramOf('tincan_commit_jobs', 'How much one commit held', store.jobs));
  tell(histogramOf('tincan_commit_seconds', 'From handing a commit over to its answer', store.seconds));

  new Counter({
    name: 'tincan_messages_total',
    help: 'Messages that were stored',
    registers,
    collect() {
      this.reset();
      this.inc(store.messages);
    },
  });
  new Counter({
    name: 'tincan_refusals_total',
    help: 'What was refused',
    labelNames: ['of', 'code'],
    registers,
    collect() {
      this.reset();
      for (const [of, codes] of Object.entries(facts.refusals))
        for (const [code, count] of codes) this.inc({ of, code }, count);
    },
  });
  new Counter({
    name: 'tincan_pushes_total',
    help: 'What became of pushes',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, count] of facts.pushes) this.inc({ result }, count);
    },
  });
  return registry;
};
