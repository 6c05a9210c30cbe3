/** What most people answer with. */
export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

const EMOJI =
  /^(?=.*\p{Extended_Pictographic}|.*\p{Regional_Indicator}{2}|.*\u20e3)[\p{Extended_Pictographic}\p{Emoji_Component}]+$/u;

/** One emoji, as people see it: a family and a flag are one. */
export const isEmoji = (text: string): boolean =>
  EMOJI.test(text) && [...new Intl.Segmenter().segment(text)].length === 1;
