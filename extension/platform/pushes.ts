import type { BrowserPush } from '#shared/client/ports.ts';
import { browserPush } from '#shared/client/push/browser-push.ts';

interface PushEvent extends Event {
  readonly data: { json(): unknown } | null;
  waitUntil(work: Promise<void>): void;
}

/** What is used of a service worker's global scope: the types here are those of a page. */
interface WorkerScope {
  /** Missing in Firefox, whose extensions have a background page. */
  readonly registration?: { readonly pushManager: PushManager };
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

/** Pushes for the extension's worker: Chromium does not ask that they be shown. */
export const workerPush: BrowserPush = browserPush(async () => scope.registration?.pushManager, { silent: true });

/** Must be called while the worker starts: a push may be what starts it. */
export const onPush = (take: (said: unknown) => Promise<void>): void =>
  scope.addEventListener('push', (event) => event.waitUntil(take(event.data?.json())));
