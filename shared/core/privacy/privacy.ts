/** What a person lets others know. The same on all their devices. */
export interface Privacy {
  /** This and typing they are let know by others, too: each works both ways or not at all. */
  readonly readReceipts: boolean;
  readonly typing: boolean;
  /** The path of a call is made while it rings, which shows a contact the address of the device before the answer. */
  readonly earlyPath: boolean;
}

/** As it is until the person decides otherwise. */
export const defaultPrivacy: Privacy = { readReceipts: true, typing: true, earlyPath: true };

export const isSamePrivacy = (a: Privacy, b: Privacy): boolean =>
  a.readReceipts === b.readReceipts && a.typing === b.typing && a.earlyPath === b.earlyPath;
