import type { Ports, RelaySocket } from '#shared/client/ports.ts';
import type { FakeWindow } from './fake-windows.ts';

/** The doors of a context that can be killed between any two of its steps. */
export interface Mortal {
  readonly ports: Ports;
  /** From now on steps count; the context dies at the nth, before it is taken or after it. */
  arm(step: number, when: 'before' | 'after'): void;
  /** It dies now. */
  kill(): void;
  isDead(): boolean;
}

const never = new Promise<never>(() => undefined);

export const createMortal = (ports: Ports): Mortal => {
  let armed: { readonly step: number; readonly when: 'before' | 'after' } | undefined;
  let steps = 0;
  let dead = false;
  const sockets = new Set<RelaySocket>();

  const die = (): void => {
    dead = true;
    (ports.windows as FakeWindow).die();
    for (const socket of sockets) socket.close();
  };

  /** True where the step is to be taken. */
  const begin = (): boolean => {
    if (dead) return false;
    if (!armed) return true;
    steps += 1;
    if (armed.step === steps && armed.when === 'before') die();
    return !dead;
  };
  const end = (): void => {
    if (!dead && armed?.step === steps && armed.when === 'after') die();
  };

  const step =
    <Given extends readonly unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (!begin()) return never;
      const counted = steps;
      const result = await act(...given);
      if (counted === steps) end();
      return dead ? never : result;
    };

  /** Every method of it becomes a step. */
  const steppy = <Door extends object>(door: Door): Door =>
    new Proxy(door, {
      get: (of, name) => {
        const act = of[name as keyof Door];
        return typeof act !== 'function' || name === 'close' ? act : step(act as unknown as () => Promise<unknown>);
      },
    });

  return {
    ports: {
      ...ports,
      history: steppy(ports.history),
      api: steppy(ports.api),
      sealer: async () => steppy(await ports.sealer()),
      clock: { ...ports.clock, after: (ms, run) => ports.clock.after(ms, () => (dead ? undefined : run())) },
      windows: {
        post: (message) => {
          if (begin()) ports.windows.post(message);
          end();
        },
        listen: (listener) => ports.windows.listen((message) => (dead ? undefined : listener(message))),
        exclusive: (lock, work) => ports.windows.exclusive(lock, () => (dead ? never : work())),
      },
      openSocket: (relay, ticket, events) => {
        const socket = ports.openSocket(relay, ticket, {
          frame: (frame) => (dead ? undefined : events.frame(frame)),
          closed: (code) => (dead ? undefined : events.closed(code)),
        });
        sockets.add(socket);
        return {
          send: (frame) => {
            if (begin()) socket.send(frame);
            end();
          },
          close: () => socket.close(),
        };
      },
    },
    arm: (at, when) => {
      steps = 0;
      armed = { step: at, when };
    },
    kill: die,
    isDead: () => dead,
  };
};
