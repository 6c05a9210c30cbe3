import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '#shared/client/client.ts';
import type { Outcome } from '#shared/core/reason.ts';
import type { ConversationId } from '#shared/protocol/ids.ts';
import type { RunningRelay } from '#tests/relay/start-relay.ts';
import type { ClientCode } from '../network/client-code.ts';
import { createDevice, type Device } from './device.ts';
import type { Happening } from './happening.ts';
import { judge } from './judge.ts';
import { introduce } from './people.ts';
import type { Deed, Plan } from './plan.ts';

const LOOK_MS = 30;

const pick = <T>(list: readonly T[], choice: number): T | undefined => list[Math.floor(choice * list.length)];

export interface RunOptions {
  readonly plan: Plan;
  readonly relay: RunningRelay;
  /** Milliseconds for everything to be as it should once the networks and the relay are well. */
  readonly patience: number;
  /** Another client than the product. */
  readonly code?: ClientCode | undefined;
}

type Saying = Exclude<Deed, { type: 'kill' | 'cut' }>;

/** What a person does on a device, to what they see there. */
const doer = (talk: ConversationId, history: Happening[]) => {
  let texts = 0;
  const newText = (): string => {
    texts += 1;
    return `text ${texts}`;
  };
  const promise = (device: Device, text: string, { ok }: Outcome): void => {
    if (ok) history.push({ what: 'promised', device: device.name, text });
  };

  return async (device: Device, client: Client, deed: Saying): Promise<void> => {
    const { chat } = client;
    const messages = (await device.messages()).filter(({ deleted }) => !deleted);
    switch (deed.type) {
      case 'send': {
        const answered = deed.reply === undefined ? undefined : pick(messages, deed.reply);
        const reply = answered && { author: answered.author, id: answered.id };
        const text = newText();
        return promise(device, text, await chat.send(talk, text, reply && { reply }));
      }
      case 'edit': {
        const target = pick(messages.filter(device.wrote), deed.which);
        const text = newText();
        if (!target) return;
        return promise(device, text, await chat.act(talk, { type: 'edit', target: refTo(target), text }));
      }
      case 'delete': {
        const target = pick(messages.filter(device.wrote), deed.which);
        if (target) await chat.act(talk, { type: 'delete', target: refTo(target) });
        return;
      }
      case 'react': {
        const target = pick(messages, deed.which);
        if (target) await chat.act(talk, { type: 'reaction', target: refTo(target), emoji: deed.emoji });
        return;
      }
      case 'read':
        return chat.read(talk);
      default:
    }
  };
};

const refTo = ({ author, id }: { readonly author: string; readonly id: string }) => ({ author, id });

let devices = 0;

/** Lets a history happen to people nobody has seen before. Resolves to what was wrong in the end, in words. */
export const run = async ({ plan, relay, patience, code }: RunOptions): Promise<readonly string[]> => {
  const history: Happening[] = [];
  const device = (person: string): Promise<Device> => {
    devices += 1;
    return createDevice({ name: `${person}-${devices}`, relay: relay.port, history, ...(code && { code }) });
  };
  const anns = await Promise.all(Array.from({ length: plan.devices[0] }, () => device('ann')));
  const bos = await Promise.all(Array.from({ length: plan.devices[1] }, () => device('bo')));
  const all = [...anns, ...bos];
  const say = doer(await introduce(anns, bos), history);
  const misfortunes: Promise<void>[] = [];
  const happen = (one: Device, deed: Deed): void => {
    if (deed.type === 'kill') misfortunes.push(one.kill(deed.step, deed.when, deed.down));
    else if (deed.type === 'cut') misfortunes.push(one.cut(deed.fault, deed.down));
    else one.after((client) => say(one, client, deed));
  };
  for (const { what, device: choice, pause } of plan.steps) {
    if (what === 'relay killed') {
      await relay.kill();
      await relay.start();
    } else {
      const one = pick(all, choice);
      if (one) happen(one, what);
    }
    await sleep(pause);
  }
  await Promise.all(misfortunes);
  for (const one of all) one.networkReturned();
  const until = performance.now() + patience;
  for (;;) {
    const wrong = judge(history, await Promise.all(all.map((one) => one.view())));
    if (wrong.length === 0 || performance.now() > until) {
      await Promise.all(all.map((one) => one.close()));
      return wrong;
    }
    await sleep(LOOK_MS);
  }
};
