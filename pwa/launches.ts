interface Launch {
  /** An address of this app. */
  readonly targetURL?: string;
}

/** Chromium's; the types of the DOM have none. */
interface LaunchScope {
  readonly launchQueue?: { setConsumer(take: (launch: Launch) => void): void };
}

/** A link, a shortcut or the icon only brings the window that is open to the front: the page itself goes where it leads. */
export const followLaunches = (): void =>
  (globalThis as LaunchScope).launchQueue?.setConsumer(
    ({ targetURL }) => void (targetURL && import('./go-where.ts').then(({ goWhere }) => goWhere(targetURL))),
  );
