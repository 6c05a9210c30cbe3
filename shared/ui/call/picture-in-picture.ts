import { delegateEvents } from '../kit/portal.ts';

/** In Chromium, not yet in TypeScript's DOM library. */
interface DocumentPictureInPicture {
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
}

const api = (): DocumentPictureInPicture | undefined =>
  (globalThis as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

/** A small window that stays over all others. */
export const hasSmallWindow = (): boolean => api() !== undefined;

const SIZE = { width: 360, height: 270 };

/** Opens the window, in the looks and the language of this page. In a click; `undefined` where the browser refuses. */
export const openSmallWindow = async (title: string): Promise<Window | undefined> => {
  const opened = await api()
    ?.requestWindow(SIZE)
    .catch(() => undefined);
  if (!opened) return undefined;
  const { document: there } = opened;
  there.title = title;
  there.documentElement.lang = document.documentElement.lang;
  there.documentElement.dataset.theme = 'dark';
  for (const sheet of document.head.querySelectorAll('link[rel="stylesheet"], style'))
    there.head.append(sheet.cloneNode(true));
  // Solid hears clicks at the document, and this is another one.
  delegateEvents(['click', 'keydown'], there);
  return opened;
};

type Action = MediaSessionAction | 'enterpictureinpicture';

/** The browser's own wish for the small window, as when somebody goes to another tab; `undefined` takes none. */
export const onSmallWindowWished = (open: (() => void) | undefined): void => {
  try {
    navigator.mediaSession?.setActionHandler(
      'enterpictureinpicture' satisfies Action as MediaSessionAction,
      open ?? null,
    );
  } catch {
    // The browser does not know of it.
  }
};
