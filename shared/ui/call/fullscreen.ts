/** Shows this alone, or no longer. Refused where the browser has no full screen for elements (iOS): all stays as it is. */
export const toggleFullscreen = (element: HTMLElement): void => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element.requestFullscreen?.().catch(() => {});
};
