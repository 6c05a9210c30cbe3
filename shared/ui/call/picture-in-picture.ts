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

/** In a click; `undefined` where the browser refuses. */
export const openSmallWindow = async (): Promise<Window | undefined> =>
  api()
    ?.requestWindow(SIZE)
    .catch(() => undefined);

/** Gives the window the looks and the language of this page, as they are now. */
export const furnish = ({ document: there }: Window, title: string): void => {
  there.title = title;
  there.documentElement.lang = document.documentElement.lang;
  there.documentElement.dataset.theme = 'dark';
  for (const sheet of document.head.querySelectorAll('link[rel="stylesheet"], style'))
    there.head.append(sheet.cloneNode(true));
  // Solid hears clicks at the document, and this is another one.
  delegateEvents(['click', 'keydown'], there);
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
