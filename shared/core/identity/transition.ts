import { assertNever } from '../assert-never.ts';
import type { Doubt, Identity } from './identity.ts';

export type IdentityEvent =
  | { readonly type: 'identity-read'; readonly identity: Partial<Omit<Identity, 'doubts'>> }
  | { readonly type: 'identity-doubted'; readonly doubt: Doubt }
  | { readonly type: 'doubt-dismissed'; readonly doubt: Doubt };

export const noIdentity: Identity = { device: 'unknown', waiting: [], people: new Map(), doubts: [] };

const isSame = (a: Doubt, b: Doubt): boolean => a.account === b.account && a.what === b.what;

export const identity = (state: Identity, event: IdentityEvent): Identity => {
  switch (event.type) {
    case 'identity-read':
      return { ...state, ...event.identity };
    case 'identity-doubted':
      return state.doubts.some((known) => isSame(known, event.doubt))
        ? state
        : { ...state, doubts: [...state.doubts, event.doubt] };
    case 'doubt-dismissed': {
      const doubts = state.doubts.filter((known) => !isSame(known, event.doubt));
      return doubts.length === state.doubts.length ? state : { ...state, doubts };
    }
    default:
      return assertNever(event);
  }
};
