import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '#shared/client/client.ts';
import type { History } from '#shared/client/ports.ts';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { createFakeDevice } from '#tests/fakes/fake-windows.ts';
import { createMortal, type Mortal } from '#tests/fakes/mortal.ts';
import { type ClientCode, product } from '../network/client-code.ts';
import { type Fault, startFaultProxy } from '../network/fault-proxy.ts';
import { createRealPorts, type RealPorts } from '../network/real-ports.ts';
import type { DeviceName, Happening, View } from './happening.ts';
import { witnessed } from './witness.ts';

/** One context of a device, from its start to its death. */
interface Life {
  readonly client: Client;
  readonly mortal: Mortal;
  readonly networkReturned: RealPorts['networkReturned'];
  /** What its person does, one after the other. */
  doing: Promise<unknown>;
}

export interface DeviceOptions {
  readonly name: DeviceName;
  /** The port of the relay. */
  readonly relay: number;
  readonly code?: ClientCode;
  /** Everything that has happened so far. */
  readonly history: Happening[];
}

/** One installed client behind a network of its own. It can be killed and comes back to the same store. */
export interface Device {
  readonly name: DeviceName;
  readonly url: string;
  client(): Client;
  /** From here on it shows this conversation. */
  show(person: AccountId, conversation: ConversationId): void;
  /** Once what its person did before is done; never, where its client is killed before. */
  after(deed: (client: Client) => Promise<void>): void;
  messages(): Promise<readonly Message[]>;
  /** A message of its person, wherever it was written. */
  wrote(message: Message): boolean;
  kill(step: number, when: 'before' | 'after', down: number): Promise<void>;
  cut(fault: Fault, down: number): Promise<void>;
  networkReturned(): void;
  view(): Promise<View>;
  close(): Promise<void>;
}

const STEP_MS = 5;
/** A client that has nothing to do takes no steps. */
const LAST_STEP_MS = 60;
const ALL = 10_000;

export const createDevice = async ({ name, relay, code = product, history }: DeviceOptions): Promise<Device> => {
  const proxy = await startFaultProxy(relay, () => 1);
  const windows = createFakeDevice();
  const store: History = product.indexedDbHistory(name);
  const shown = new Map<string, string>();
  const noticed = new Set<string>();
  let person: AccountId = '';
  let conversation: ConversationId = '';
  let dying = false;
  let cutting = false;

  const note = ({ chat, notices }: ReturnType<Client['state']>): void => {
    for (const item of chat.open?.items ?? []) {
      if (item.kind !== 'message' || item.author !== person) continue;
      const { state } = item.delivery;
      const key = itemKey(item);
      if (shown.get(key) === state) continue;
      shown.set(key, state);
      history.push({ what: 'shown', device: name, message: key, state });
    }
    for (const { id, reason } of notices) {
      if (noticed.has(id)) continue;
      noticed.add(id);
      history.push({ what: 'noticed', device: name, reason });
    }
  };

  const begin = (): Life => {
    const { ports, networkReturned } = createRealPorts({ name, windows: windows.open(), random: () => 0, code });
    const mortal = createMortal({ ...ports, history: witnessed(ports.history, name, history) });
    const client = code.createClient(mortal.ports);
    client.subscribe((state) => mortal.isDead() || note(state));
    if (conversation) client.chat.open(conversation);
    const ready = new Promise<void>((resolve) => {
      const look = (): void => {
        if (client.state().session.state === 'signed-in') resolve();
      };
      client.subscribe(look);
      look();
    });
    return { client, mortal, networkReturned, doing: conversation ? ready : Promise.resolve() };
  };
  let life = begin();

  const end = (): void => {
    life.mortal.kill();
    life.client.close();
  };

  return {
    name,
    url: `http://localhost:${proxy.port}`,
    client: () => life.client,
    show: (self, talk) => {
      person = self;
      conversation = talk;
      life.client.chat.open(talk);
    },
    after: (deed) => {
      const { client, doing } = life;
      life.doing = doing.then(() => deed(client));
    },
    messages: async () => {
      const { items } = await store.items(conversation, { at: 'end', limit: ALL });
      return items.filter((item) => item.kind === 'message');
    },
    wrote: ({ author }) => author === person,
    kill: async (step, when, down) => {
      if (dying) return;
      dying = true;
      life.mortal.arm(step, when);
      for (let waited = 0; waited < LAST_STEP_MS && !life.mortal.isDead(); waited += STEP_MS) await sleep(STEP_MS);
      end();
      await sleep(down);
      life = begin();
      dying = false;
    },
    cut: async (fault, down) => {
      if (cutting) return;
      cutting = true;
      proxy.break(fault);
      await sleep(down);
      proxy.heal();
      life.networkReturned();
      cutting = false;
    },
    networkReturned: () => life.networkReturned(),
    view: async () => {
      const { items } = await store.items(conversation, { at: 'end', limit: ALL });
      const summary = (await store.summaries()).find((one) => one.conversation === conversation);
      return {
        device: name,
        person,
        messages: items.filter((item) => item.kind === 'message'),
        unread: summary?.unread ?? 0,
        waiting: (await store.outbox()).length,
      };
    },
    close: async () => {
      end();
      store.close();
      await proxy.close();
    },
  };
};
