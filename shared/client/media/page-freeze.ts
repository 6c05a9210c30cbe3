/** Chromium's word on a page that it stops, and lets go on. Elsewhere nothing is said. */
export const watchFreeze = (onChange: (frozen: boolean) => void): void => {
  document.addEventListener('freeze', () => onChange(true));
  document.addEventListener('resume', () => onChange(false));
};
