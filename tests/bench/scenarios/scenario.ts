import type { Samples } from '../samples.ts';
import type { Contender } from '../servers/contender.ts';

export interface Scenario {
  readonly name: string;
  /** How many of the run's rounds it takes part in. */
  readonly rounds: number;
  /** Measures one contender once. */
  measure(contender: Contender, samples: Samples): Promise<void>;
}
