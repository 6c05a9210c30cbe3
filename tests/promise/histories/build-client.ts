import { join } from 'node:path';
import { bundle, type Patch } from '../bundle.ts';
import type { ClientCode } from '../network/client-code.ts';

const CLIENT = {
  ssr: { noExternal: true as const },
  build: {
    ssr: true,
    target: 'node22',
    rolldownOptions: {
      input: { client: 'tests/promise/network/client-code.ts' },
      output: { entryFileNames: '[name].js' },
    },
  },
};

/** Another client than the product: with mistakes made on purpose. */
export const buildClient = async (patches: readonly Patch[]): Promise<ClientCode> => {
  const folder = await bundle(CLIENT, patches);
  const { product } = await import(/* @vite-ignore */ join(folder, 'client.js'));
  return product;
};
