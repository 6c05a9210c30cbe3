import fc from 'fast-check';
import type { Fault } from '../network/fault-proxy.ts';

/** Of all that there is to choose from when its turn comes: 0 the first, just under 1 the last. */
type Choice = number;

/** Something that one of the devices does, or that happens to it. */
export type Deed =
  | { readonly type: 'send'; readonly reply?: Choice }
  | { readonly type: 'edit' | 'delete'; readonly which: Choice }
  | { readonly type: 'react'; readonly which: Choice; readonly emoji: string }
  | { readonly type: 'read' }
  /** Its client is killed at the nth step from now, before it is taken or after it, and is gone for `down` ms. */
  | { readonly type: 'kill'; readonly step: number; readonly when: 'before' | 'after'; readonly down: number }
  /** Its network fails for `down` ms. */
  | { readonly type: 'cut'; readonly fault: Fault; readonly down: number };

export interface Step {
  /** The relay is killed, or one of the devices does something. */
  readonly what: 'relay killed' | Deed;
  readonly device: Choice;
  /** In ms, before the next. */
  readonly pause: number;
}

/** A history before it happens. */
export interface Plan {
  /** Devices of each of the two people. */
  readonly devices: readonly [number, number];
  readonly steps: readonly Step[];
}

const choice = fc.noBias(fc.nat({ max: 999 })).map((value) => value / 1_000);
/** The end of a conversation is where people change things, and where changes meet. */
const recent = choice.map((value) => 0.999 - value ** 3);
const EMOJI = ['👍', '❤️', '😂', ''];

const deed = fc.oneof<fc.WeightedArbitrary<Deed>[]>(
  {
    weight: 9,
    arbitrary: fc.record(
      { type: fc.constant('send'), reply: choice },
      { requiredKeys: ['type'] },
    ) as fc.Arbitrary<Deed>,
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('edit'), which: recent }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete'), which: recent }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('react'), which: recent, emoji: fc.constantFrom(...EMOJI) }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('read') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('kill'),
      step: fc.noBias(fc.integer({ min: 1, max: 40 })),
      when: fc.constantFrom('before', 'after'),
      down: fc.noBias(fc.nat({ max: 100 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('cut'),
      fault: fc.constantFrom('cut', 'reset'),
      down: fc.noBias(fc.nat({ max: 150 })),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof({ weight: 60, arbitrary: deed }, { weight: 1, arbitrary: fc.constant('relay killed' as const) }),
  device: choice,
  // Most things come one upon the other.
  pause: fc.oneof(
    { weight: 3, arbitrary: fc.noBias(fc.nat({ max: 10 })) },
    { weight: 1, arbitrary: fc.noBias(fc.nat({ max: 60 })) },
  ),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  devices: fc.tuple(fc.constantFrom(1, 2, 2), fc.constantFrom(1, 2)),
  steps: fc.array(step, { minLength: 20, maxLength: 45, size: 'max' }),
});

/** The same for the same seed. */
export const planOf = (seed: number): Plan => {
  const [made] = fc.sample(plan, { seed, numRuns: 1 });
  if (!made) throw new Error('No plan');
  return made;
};
