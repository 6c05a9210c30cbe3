/** What an engine built by Emscripten is given by whoever holds it, under the names that its build has for it. */
interface Host {
  copy(to: number, from: number, bytes: number): number;
  /** The engines know how much they need from the start: none has asked for more. */
  grow(): number;
  fail(): never;
}

/** An instance, with the memory that it works in. */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WebAssembly.Exports;

  constructor(module: WebAssembly.Module, memory: string, imports: (host: Host) => WebAssembly.Imports) {
    const host: Host = {
      copy: (to, from, bytes) => {
        new Uint8Array(this.#memory.buffer).copyWithin(to, from, from + bytes);
        return to;
      },
      grow: () => 0,
      fail: () => {
        throw new Error('An engine has failed');
      },
    };
    this.#exports = new WebAssembly.Instance(module, imports(host)).exports;
    this.#memory = this.#exports[memory] as WebAssembly.Memory;
  }

  call(name: string, ...args: readonly number[]): number {
    return (this.#exports[name] as (...args: readonly number[]) => number)(...args);
  }

  /** So many samples from that address. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }
}
