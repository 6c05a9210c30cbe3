import { defaultRingChoices, type RingChoices } from './ring-choices.ts';

/** What a person lets others know, and lets them do. The same on all their devices. */
export interface Privacy {
  /** This and typing they are let know by others, too: each works both ways or not at all. */
  readonly readReceipts: boolean;
  readonly typing: boolean;
  /** The path of a call is made while it rings, which shows a contact the address of the device before the answer. */
  readonly earlyPath: boolean;
  /** Contacts who are called, and want to, see the person while it rings. */
  readonly showsEarly: boolean;
  /** The person sees who calls before the answer, where the caller wants to be seen. */
  readonly seesEarly: boolean;
  readonly rings: RingChoices;
}

/** As it is until the person decides otherwise. */
export const defaultPrivacy: Privacy = {
  readReceipts: true,
  typing: true,
  earlyPath: true,
  showsEarly: false,
  seesEarly: false,
  rings: defaultRingChoices,
};
