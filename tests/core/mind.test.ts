import { describe, expect, test } from 'vitest';
import { bo } from '#tests/fakes/ids.ts';
import { frame, later, online, play, signedIn, types, welcome } from './call/scene.ts';

const contact = { account: bo, login: 'bo', relation: 'contact' } as const;

describe('a context', () => {
  test('shows what it remembers and asks for the link as soon as it knows who is here', () => {
    expect(types(signedIn())).toEqual(['remembrance', 'socket', 'timer']);
  });

  test('[HE3] greets the relay before it says anything else', () => {
    const scene = play(signedIn(), welcome());
    expect(types(scene)).toEqual(['timer', 'hello', 'identity', 'outbox', 'prekeys']);
    expect(scene.effects[1]).toEqual({ type: 'hello', active: true });
  });

  test('tells the relay whether somebody looks, and asks after the link when somebody does', () => {
    const hidden = play(online(), { type: 'visibility-changed', visible: false });
    expect(hidden.effects).toEqual([{ type: 'frame', frame: { type: 'activity', active: false } }]);
    expect(play(hidden, { type: 'visibility-changed', visible: false }).mind).toBe(hidden.mind);
    expect(play(hidden, { type: 'visibility-changed', visible: true }).effects).toContainEqual({
      type: 'frame',
      frame: { type: 'ping' },
    });
  });

  test('signed out it hears nothing and knows nobody', () => {
    const known = play(online(), frame({ type: 'roster', contacts: [contact] }), {
      type: 'conversation-opened',
      conversation: 'direct:a:b',
    });
    const out = play(known, { type: 'session-found', session: undefined });
    expect(out.mind.app).toMatchObject({
      session: { state: 'signed-out' },
      roster: { loaded: false },
      link: { state: 'closed', end: 'signed-out' },
    });
    expect(out.mind.app.chat.open).toBeUndefined();
    const late = play(out, frame({ type: 'roster', contacts: [contact] }));
    expect(late.mind).toBe(out.mind);
    expect(play(out, { type: 'session-found', session: undefined }).mind).toBe(out.mind);
  });

  test('[SE3] a session that the relay ended is said as that', () => {
    const scene = play(online(), { type: 'link-closed', code: 4001 });
    expect(scene.mind.app.session).toEqual({ state: 'signed-out', ended: 'revoked' });
    expect(scene.mind.app.presence.size).toBe(0);
  });

  test('a conversation may be opened before the store has said who is here', () => {
    const scene = play(signedIn(), { type: 'conversation-opened', conversation: 'direct:a:b' });
    expect(play(scene, welcome()).mind.app.chat.open?.conversation).toBe('direct:a:b');
  });

  test('a notice is shown once until it is dismissed', () => {
    const first = play(online(), { type: 'noticed', id: '1', reason: 'unsealable' });
    expect(first.mind.app.notices).toEqual([{ id: '1', reason: 'unsealable' }]);
    expect(play(first, { type: 'noticed', id: '2', reason: 'unsealable' }).mind).toBe(first.mind);
    const dismissed = play(first, { type: 'notice-dismissed', id: '1' });
    expect(dismissed.mind.app.notices).toEqual([]);
    expect(play(dismissed, { type: 'notice-dismissed', id: '1' }).mind).toBe(dismissed.mind);
  });

  test('[HE6] a relay that goes away and says for how long is believed', () => {
    const scene = play(online(), frame({ type: 'bye', retry_after: 3 }), { type: 'link-closed', code: 4012 });
    expect(scene.effects).toContainEqual({ type: 'timer', timer: 'link', ms: 3_000 });
    expect(types(later(scene, 3_000, { type: 'timer', timer: 'link' }))).toContain('socket');
  });

  test('whatever comes from the relay is a sign of life', () => {
    const asked = play(online(), { type: 'timer', timer: 'link' });
    expect(play(asked, frame({ type: 'pong' })).effects).toEqual([{ type: 'timer', timer: 'link', ms: 20_000 }]);
  });
});
