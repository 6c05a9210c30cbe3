/** Takes noise from one channel at 48 kHz, with a model of its own state. */
export interface Engine {
  /** Samples that it works on at a time. */
  readonly frame: number;
  /** In place. How likely somebody speaks, in [0, 1], where it can tell. */
  process(frame: Float32Array): number | undefined;
}

/** What an engine knows of itself before it is there. */
export interface EngineKind {
  readonly frame: number;
  /** Samples that what comes out of its frames is behind what went in. */
  readonly delay: number;
  create(module: WebAssembly.Module): Engine;
}
