import { serviceWorkerAddress } from '#shared/ui/kit/trusted-types.ts';

/** Makes the app open without a network. Refused in private windows: the app works, online. */
export const registerServiceWorker = async (): Promise<void> => {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  await navigator.serviceWorker.register(serviceWorkerAddress()).catch(() => {});
};
