// What a person hears of the others is theirs; this is about what the others hear of them.

/** How much is taken away, from least to most. */
export const SUPPRESSIONS = ['off', 'minimal', 'moderate', 'aggressive'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

/** What a person has chosen, for this device. Levels are decibels of full scale. */
export interface SoundChoice {
  readonly suppression: Suppression;
  readonly gate: boolean;
  readonly threshold: number;
}

/** The ends of the meter, and of the slider on it. */
export const THRESHOLDS = { least: -60, most: 0 } as const;

export const defaultSound: SoundChoice = { suppression: 'moderate', gate: false, threshold: -50 };

/** What makes the noise. `voices` cannot be taken away. */
export type NoiseKind = 'quiet' | 'hum' | 'rumble' | 'impulses' | 'broadband' | 'mixed';

/** What was heard while nobody spoke. */
export interface Background {
  /** dBFS of the median and of the 95th percentile of frames of 20 ms. */
  readonly floor: number;
  readonly loud: number;
  readonly kind: NoiseKind;
  readonly suggested: Suppression;
  /** Above what the gate would get of it. */
  readonly threshold: number;
}

/** Twenty times a second, while a microphone is open. dBFS. */
export interface SoundReading {
  /** As the gate gets it: what the threshold is compared to. */
  readonly rms: number;
  readonly peak: number;
  /** As the microphone gives it. */
  readonly raw: number;
  /** How likely somebody speaks, in [0, 1], where it is known. */
  readonly speech?: number;
  readonly open: boolean;
}
