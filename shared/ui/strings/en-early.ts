/** Being seen before the answer. */
export const earlyEn = {
  early: {
    showMe: 'Let contacts I call see me while it rings',
    showMeHint: 'In video calls, your picture is there before the answer, without sound, for those who want to see it.',
    seeCallers: 'Show me callers before I answer',
    seeCallersHint: 'You see contacts who let themselves be seen. Nothing of you is sent, and you hear nothing.',
    seesYou: (name: string) => `${name} sees you already`,
  },
};

export type EarlyWords = typeof earlyEn;
