import { loadOnce } from './load-once.ts';

type Act = (...args: readonly unknown[]) => unknown;

/**
 * An object with methods whose code is loaded when the first of them is called; those of `present` are there already.
 * Only for methods whose answer is a promise, or that have none. Acts that wait together keep their order.
 * `outOfReach`: the answer of each where the code cannot be loaded, which is tried again with the next call.
 */
export const onDemand = <All extends object, Present extends Partial<All> = object>(
  present: Present,
  load: () => Promise<Omit<All, keyof Present>>,
  outOfReach?: unknown,
): All => {
  const rest = loadOnce(load);
  const act =
    (name: string | symbol): Act =>
    async (...args) => {
      const loaded = await (outOfReach === undefined ? rest() : rest().catch(() => undefined));
      return loaded ? (loaded as Record<string | symbol, Act>)[name]?.(...args) : outOfReach;
    };
  return new Proxy(present, {
    get: (_, name) => {
      // Whoever awaits the object itself must not take it for a promise.
      if (name === 'then') return undefined;
      return name in present ? present[name as keyof Present] : act(name);
    },
  }) as unknown as All;
};
