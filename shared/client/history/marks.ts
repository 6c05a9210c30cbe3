import type { Act, Ref } from '#shared/protocol/content.ts';
import type { CallId, EnvelopeId } from '#shared/protocol/ids.ts';
import type { ConversationRow } from './schema.ts';

/** The last message of the other person that is here, the last one that was read, and the last missed call that was seen. */
export interface Marks {
  readonly received?: EnvelopeId;
  readonly read?: EnvelopeId;
  readonly call?: CallId;
}

export type Receipt = Extract<Act, { type: 'receipt' }>;

/** Whether there is something that others have to be told. Kept in the row so that an index finds it. */
export const withUntold = (row: ConversationRow): ConversationRow => {
  const { untold: _, ...rest } = row;
  const { marks, told } = row;
  const isTold = marks?.received === told?.received && marks?.read === told?.read && marks?.call === told?.call;
  return isTold ? rest : { ...rest, untold: 1 };
};

/** Everything that is here has been seen. */
export const withAllSeen = (row: ConversationRow): ConversationRow => {
  const { received, call } = { received: row.marks?.received, call: row.missed };
  const marks = { ...row.marks, ...(received && { read: received }), ...(call && { call }) };
  return withUntold({ ...row, unread: 0, seen: row.next - 1, marks });
};

/** What still has to be said, and to whom: one's own devices alone where others are not told what one has read. */
export const untoldOf = (
  { marks = {}, told = {}, person }: ConversationRow,
  readReceipts: boolean,
): { readonly toThem?: Omit<Receipt, 'sent_at'>; readonly toSelf?: Omit<Receipt, 'sent_at'> } => {
  const refTo = (id: EnvelopeId | undefined): Ref | undefined =>
    id === undefined ? undefined : { author: person, id };
  const received = marks.received === told.received ? undefined : refTo(marks.received);
  const read = marks.read === told.read ? undefined : refTo(marks.read);
  const call = marks.call === told.call ? undefined : marks.call;
  const shown = readReceipts ? read : undefined;
  const kept = readReceipts ? undefined : read;
  return {
    ...((received || shown) && {
      toThem: { type: 'receipt', ...(received && { received }), ...(shown && { read: shown }) },
    }),
    ...((kept || call) && { toSelf: { type: 'receipt', ...(kept && { read: kept }), ...(call && { call }) } }),
  };
};
