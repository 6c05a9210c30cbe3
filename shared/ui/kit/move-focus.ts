/** Up and down move between the links of a list, as in any list. */
export const moveFocus = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll('a')];
  const now = rows.indexOf(document.activeElement as HTMLAnchorElement);
  const next = rows[now + (event.key === 'ArrowDown' ? 1 : -1)];
  if (now < 0 || !next) return;
  event.preventDefault();
  next.focus();
};
