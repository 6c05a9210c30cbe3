// The page's CSP allows one Trusted Types policy, `tincan`, and this is its only home. What passes through it is known
// at build time: the markup Solid's compiler wrote, and the service worker's address.

interface Policy {
  createHTML(markup: string): string;
  createScriptURL(address: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const SERVICE_WORKER = '/sw.js';

const rules: Policy = {
  createHTML: (markup) => markup,
  createScriptURL: (address) => {
    if (address !== SERVICE_WORKER) throw new TypeError(`Not a script of ours: ${address}`);
    return address;
  },
};

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('tincan', rules) ?? rules;

/** For `solid-web.ts` alone. */
export const trustedMarkup = (markup: string): string => policy.createHTML(markup);

export const serviceWorkerAddress = (): string => policy.createScriptURL(SERVICE_WORKER);
