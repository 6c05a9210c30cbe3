/** What a person lets others know, and is let know by them: each works both ways or not at all. The same on all their devices. */
export interface Privacy {
  readonly readReceipts: boolean;
  readonly typing: boolean;
}

/** As it is until the person decides otherwise. */
export const defaultPrivacy: Privacy = { readReceipts: true, typing: true };

export const isSamePrivacy = (a: Privacy, b: Privacy): boolean =>
  a.readReceipts === b.readReceipts && a.typing === b.typing;
