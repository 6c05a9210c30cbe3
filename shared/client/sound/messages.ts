import type { SoundReading } from '#shared/core/sound/sound.ts';
import type { GateSettings } from './dsp/gate.ts';
import type { Mode } from './modes.ts';

// What is said between the page and the worklet that works on its microphone.

export const WORKLET = 'tincan-sound';

export type ToWorklet =
  /** Without a mode nothing is taken away. */
  | { readonly type: 'suppress'; readonly chosen?: { readonly mode: Mode; readonly module: WebAssembly.Module } }
  | { readonly type: 'gate'; readonly gate: GateSettings }
  | { readonly type: 'record'; readonly samples: number };

export type FromWorklet =
  | { readonly type: 'reading'; readonly reading: SoundReading }
  /** As the microphone gave it, and as the gate got it. */
  | { readonly type: 'recorded'; readonly raw: Float32Array; readonly cleaned: Float32Array }
  /** The work takes too much of the time there is. */
  | { readonly type: 'overloaded' }
  /** An engine could not begin, or has given up: nothing is taken away any more. */
  | { readonly type: 'engine-failed' };
