import { expect, test } from 'vitest';
import { onDemand } from '#shared/client/on-demand.ts';

interface Both {
  near(): string;
  far(word: string): Promise<string>;
  also(word: string): Promise<string>;
}

/** An object whose rest arrives when the test says so. */
const opened = () => {
  const said: string[] = [];
  let loads = 0;
  let arrive = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const say = async (word: string): Promise<string> => {
    said.push(word);
    return word;
  };
  const both = onDemand<Both, Pick<Both, 'near'>>({ near: () => 'near' }, async () => {
    loads += 1;
    await arrival;
    return { far: say, also: say };
  });
  return { both, said, arrive, loads: () => loads };
};

test('what is present answers at once, and loads nothing', () => {
  const { both, loads } = opened();
  expect(both.near()).toBe('near');
  expect(loads()).toBe(0);
});

test('what is called before it has arrived is done then, in its order', async () => {
  const { both, said, arrive } = opened();
  const answers = Promise.all([both.far('one'), both.also('two'), both.far('three')]);
  expect(said).toEqual([]);
  arrive();
  expect(await answers).toEqual(['one', 'two', 'three']);
  expect(said).toEqual(['one', 'two', 'three']);
});

test('what waits keeps its order, and is loaded once, where a browser ends the loads in another one', async () => {
  const said: string[] = [];
  const loads: PromiseWithResolvers<{ far(word: string): Promise<void> }>[] = [];
  const late = onDemand<{ far(word: string): Promise<void> }>({}, () => {
    const load = Promise.withResolvers<{ far(word: string): Promise<void> }>();
    loads.push(load);
    return load.promise;
  });
  const all = Promise.all(['one', 'two', 'three'].map((word) => late.far(word)));
  for (const { resolve } of loads.reverse()) resolve({ far: async (word) => void said.push(word) });
  await all;
  expect(said).toEqual(['one', 'two', 'three']);
  expect(loads).toHaveLength(1);
});

test('the object itself can be awaited', async () => {
  const { both, loads } = opened();
  expect((await Promise.resolve(both)).near()).toBe('near');
  expect(loads()).toBe(0);
});

test('code that is out of reach has its own answer, and is asked for again', async () => {
  let reachable = false;
  const load = async () => {
    if (!reachable) throw new TypeError('Failed to fetch dynamically imported module');
    return { far: async (word: string) => word };
  };
  const far = onDemand<{ far(word: string): Promise<string> }>({}, load, 'later');
  expect(await far.far('one')).toBe('later');
  reachable = true;
  expect(await far.far('two')).toBe('two');
});
