import type { CallRecord } from '#shared/protocol/call.ts';
import type { AppState } from '../app.ts';

/** Whoever is no contact does not ring, whatever the relay says. */
export const isUnbidden = ({ session, roster, call }: AppState, record: CallRecord): boolean => {
  const { caller, call: id } = record;
  if (session.state !== 'signed-in' || caller.account === session.account.uid || !roster.loaded) return false;
  if (call.phase !== 'none' && call.call === id) return false;
  return roster.contacts.get(caller.account)?.relation !== 'contact';
};
