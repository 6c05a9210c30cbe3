/** A login as somebody has typed it, mapped as RFC 8265 (section 3.3.2) does: wide letters are plain ones, and all are small. */
export const loginOf = (typed: string): string =>
  typed
    .trim()
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .toLowerCase();
