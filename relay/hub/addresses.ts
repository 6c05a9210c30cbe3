import type { Address } from './endpoint.ts';

/** How many sockets each address holds open, of whatever kind they are. */
export interface Addresses {
  /** Undefined where this one has as many as one may. */
  find(ip: string): Address | undefined;
  /** One more socket. */
  enter(address: Address): void;
  leave(address: Address): void;
}

export const createAddresses = (mostSockets: number): Addresses => {
  const known = new Map<string, Address>();
  return {
    find(ip) {
      const address = known.get(ip) ?? { ip, sockets: 0 };
      return address.sockets < mostSockets ? address : undefined;
    },
    enter(address) {
      address.sockets += 1;
      known.set(address.ip, address);
    },
    leave(address) {
      address.sockets -= 1;
      if (address.sockets === 0) known.delete(address.ip);
    },
  };
};
