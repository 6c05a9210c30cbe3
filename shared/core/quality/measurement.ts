/** What two looks at the connections of a call tell of the time between them. Shares of a whole are 0 to 1. */
export interface Measurement {
  /** Round trip, milliseconds. */
  readonly rtt: number;
  /** Of the sound that arrives, milliseconds. */
  readonly jitter: number;
  /** Packets that did not arrive here, and those of ours that did not arrive there. */
  readonly lossIn: number;
  readonly lossOut: number;
  /** Sound that had to be made up, of the sound that was played. */
  readonly concealed: number;
  /** Time in which the picture stood still; a share may do so. */
  readonly frozen: number;
  /** Kilobits per second. */
  readonly sent: number;
  readonly received: number;
  /** Kilobits per second that the browser believes it can send; missing where it does not say. */
  readonly available?: number;
  /** Why pictures are sent smaller than they were asked for. */
  readonly limited?: 'bandwidth' | 'cpu';
  /** Of what the other side shares: packets that did not arrive, and frames that this device was too slow for. */
  readonly shareIn?: { readonly lost: number; readonly dropped: number };
  /** Through a TURN server. */
  readonly relayed: boolean;
  /** Width, height and frames per second of the picture that is sent, and of the one that arrives. */
  readonly picture: { readonly out?: Picture; readonly in?: Picture };
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}
