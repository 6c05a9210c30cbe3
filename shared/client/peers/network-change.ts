/** As browsers have it that tell of networks at all: of which kind the present one is, in some. */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

/** Tells that the system is in a network again, or in one of another kind (call-flow.md R27). */
export const watchNetwork = (onChanged: () => void, lifetime: AbortSignal): void => {
  addEventListener('online', onChanged, { signal: lifetime });
  const { connection } = navigator as { readonly connection?: NetworkInformation };
  let kind = connection?.type;
  // It also changes with every estimate of how fast it is.
  const look = (): void => {
    if (connection?.type === kind) return;
    kind = connection?.type;
    if (kind !== 'none') onChanged();
  };
  connection?.addEventListener('change', look, { signal: lifetime });
};
