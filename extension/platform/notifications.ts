import { browser } from 'wxt/browser';

const ICON = '/icon/128.png';

export interface Ring {
  readonly id: string;
  readonly title: string;
  readonly answer: string;
  readonly decline: string;
  /** No sound, and it goes by itself. */
  readonly silent: boolean;
}

/** Stays until it is answered. Firefox has neither buttons nor staying: clicking it opens the call window, which has both. */
export const notifyRing = async ({ id, title, answer, decline, silent }: Ring): Promise<void> => {
  const shown = { type: 'basic', iconUrl: ICON, title: 'Tincan', message: title } as const;
  await browser.notifications.create(
    id,
    import.meta.env.FIREFOX
      ? shown
      : {
          ...shown,
          silent,
          priority: 2,
          requireInteraction: !silent,
          buttons: [{ title: answer }, { title: decline }],
        },
  );
};

export const notify = async (id: string, title: string): Promise<void> => {
  await browser.notifications.create(id, { type: 'basic', iconUrl: ICON, title: 'Tincan', message: title });
};

export const withdraw = async (id: string): Promise<void> => {
  await browser.notifications.clear(id);
};

export const shownIds = async (): Promise<readonly string[]> => Object.keys(await browser.notifications.getAll());

export const withdrawAll = async (): Promise<void> => {
  for (const id of await shownIds()) await withdraw(id);
};

export interface NotificationActs {
  opened(id: string): void;
  answered(id: string): void;
  declined(id: string): void;
}

/** Must be called while the worker starts: a click on a notification may be what starts it. */
export const onNotifications = (acts: NotificationActs): void => {
  browser.notifications.onClicked.addListener((id) => {
    acts.opened(id);
    void withdraw(id);
  });
  // Firefox has no such event.
  browser.notifications.onButtonClicked?.addListener((id, button) => {
    if (button === 0) acts.answered(id);
    else acts.declined(id);
    void withdraw(id);
  });
};
