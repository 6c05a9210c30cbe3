import { describe, expect, test, vi } from 'vitest';
import { createTeller } from '#shared/client/peers/tell.ts';
import type { Frame } from '#shared/client/peers/wire.ts';
import type { PeerMessage } from '#shared/client/ports.ts';

const stopped = (share: string): PeerMessage => ({ type: 'share-stopped', share });

/** Two tellers and the channel between them, which a test may break. */
const pair = () => {
  const heard: PeerMessage[] = [];
  let open = true;
  const pass = (to: () => ReturnType<typeof createTeller>) => (frame: Frame) => {
    if (open && frame.type !== 'signal') to().receive(frame);
  };
  const ann: ReturnType<typeof createTeller> = createTeller(
    pass(() => bo),
    () => {},
  );
  const bo: ReturnType<typeof createTeller> = createTeller(
    pass(() => ann),
    (message) => heard.push(message),
  );
  return {
    ann,
    bo,
    heard,
    setOpen: (value: boolean) => {
      open = value;
    },
  };
};

describe('messages between two links', () => {
  test('[R18] a side that begins anew hears what is told from then on', () => {
    const { ann, bo, heard } = pair();
    ann.tell(stopped('a'));
    ann.renew();
    bo.renew();
    ann.tell(stopped('b'));
    expect(heard).toEqual([stopped('a'), stopped('b')]);
    expect(ann.isDone()).toBe(true);
  });

  test('an open channel is used at once: whoever did not make it waits for that', () => {
    const sent = vi.fn();
    createTeller(sent, () => {}).opened();
    expect(sent.mock.calls).toEqual([[{ type: 'beat', heard: 0 }]]);
  });

  test('each arrives once and is forgotten when it is acknowledged', () => {
    const { ann, heard } = pair();
    ann.tell(stopped('a'));
    ann.opened();
    expect(heard).toEqual([stopped('a')]);
    expect(ann.isDone()).toBe(true);
  });

  test('what was told without a channel, or into a dead one, goes over the next in its order', () => {
    const { ann, bo, heard, setOpen } = pair();
    ann.tell(stopped('a'));
    setOpen(false);
    ann.tell(stopped('b'));
    ann.tell(stopped('c'));
    expect(ann.isDone()).toBe(false);
    setOpen(true);
    ann.opened();
    bo.beat();
    expect(heard).toEqual([stopped('a'), stopped('b'), stopped('c')]);
    expect(ann.isDone()).toBe(true);
  });

  test('a message that comes twice because its acknowledgement was lost is heard once', () => {
    const heard: PeerMessage[] = [];
    const bo = createTeller(
      () => {},
      (message) => heard.push(message),
    );
    bo.receive({ type: 'message', number: 1, message: stopped('a') });
    bo.receive({ type: 'message', number: 1, message: stopped('a') });
    expect(heard).toHaveLength(1);
  });
});
