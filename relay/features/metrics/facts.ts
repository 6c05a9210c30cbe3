import type { ErrorCode } from '#shared/protocol/errors.ts';
import type { StoreFigures, WaitingMail } from '../../store/store.ts';
import type { Tally } from '../../tally.ts';

/** What the parts of the relay know of themselves. Each is asked when somebody asks for metrics, and not before. */
export interface Facts {
  /** Greeted sockets, and whose they are. */
  readonly present: () => { readonly people: number; readonly endpoints: number };
  readonly calls: () => { readonly ringing: number; readonly active: number };
  /** Those with somebody inside, and how many are. */
  readonly rooms: () => { readonly active: number; readonly people: number };
  readonly waitingMail: () => Promise<WaitingMail>;
  readonly store: Readonly<StoreFigures>;
  /** Of frames, of HTTP requests, and of sockets before they were open. */
  readonly refusals: Readonly<Record<'frame' | 'request' | 'socket', Readonly<Tally<ErrorCode>>>>;
  readonly pushes: Readonly<Tally<string>>;
  readonly clock: () => number;
}
