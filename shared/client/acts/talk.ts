import { done, failed, type Outcome } from '#shared/core/reason.ts';
import type { Content, Undated } from '#shared/protocol/content.ts';
import { TEXT_MAX } from '#shared/protocol/content-limits.ts';
import type { ConversationId, EnvelopeId } from '#shared/protocol/ids.ts';
import type { Client } from '../client.ts';
import { createWithdrawal } from '../files/withdrawal.ts';
import { say } from '../mail/say.ts';
import { signedIn, stored, type Within } from './within.ts';

/** What is said to somebody, to oneself on other devices too, and what becomes of it. */
export interface Talk extends Pick<Client['chat'], 'send' | 'act' | 'retry' | 'discard'>, Pick<Client, 'setPrivacy'> {
  readonly decide: Client['verification']['decide'];
  readonly sendFile: Client['files']['send'];
}

export const createTalk = (within: Within): Talk => {
  const { ports, hands, state, session } = within;
  const { chance, clock, history } = ports;

  /** For what nobody waits for. */
  const write = (work: Promise<unknown>): void => void work.catch(hands.broken);

  /** The open conversation is where a person retries or discards. */
  const refresh = (): void => {
    const { open } = state().chat;
    if (open) hands.changed(open.conversation);
  };

  const enqueue = (conversation: ConversationId, said: Undated<Content>, file?: Blob): Promise<Outcome> =>
    signedIn(within, async ({ account }) => {
      if ('text' in said && said.text.length > TEXT_MAX) return failed('too_large');
      const queued = await stored(say(ports, account.uid, conversation, said, file));
      if (!queued.ok) return queued;
      hands.changed(conversation, said.type === 'text' ? 'end' : undefined);
      hands.sendMail();
      return done;
    });

  const retry = async (envelope: EnvelopeId): Promise<void> => {
    await history.requeue(envelope);
    refresh();
    hands.sendMail();
  };

  const withdrawal = createWithdrawal({ history, session, stopFile: hands.stopFile, onNoted: hands.sendMail });

  return {
    send: (conversation, text, more) => enqueue(conversation, { type: 'text', text, ...more }),
    act: async (conversation, act) => {
      if (act.type !== 'delete') return enqueue(conversation, act);
      const message = await history.message(act.target).catch(() => undefined);
      if (await withdrawal.discardUpload(act.target)) {
        hands.changed(conversation);
        return done;
      }
      const queued = await enqueue(conversation, act);
      if (queued.ok && message) write(withdrawal.forgetFile(message));
      return queued;
    },
    retry: (envelope) => write(retry(envelope)),
    discard: (envelope) => write(withdrawal.discard(envelope).then(refresh)),
    sendFile: async (conversation, { file, name, text, recorded, reply }) => {
      const files = await hands.files().catch(() => undefined);
      // The code may be out of reach.
      if (!files) return failed('offline');
      const attachment = await files.attachmentOf(file, name, recorded);
      return enqueue(conversation, { type: 'text', text, attachment, ...(reply && { reply }) }, file);
    },
    decide: (who, identity_key, verified) =>
      signedIn(within, async ({ account }) => {
        const nextId = await chance.ulids();
        const mark = { account: who, identity_key, verified };
        const kept = await stored(history.mark(mark, nextId(), clock.now(), account.uid));
        if (kept.ok) hands.identity.decided();
        return kept;
      }),
    setPrivacy: (change) =>
      signedIn(within, async ({ account }) => {
        const nextId = await chance.ulids();
        const saved = await stored(
          history.savePrivacy({ ...state().privacy, ...change }, nextId(), clock.now(), account.uid),
        );
        if (!saved.ok) return saved;
        hands.privacyChanged();
        hands.sendMail();
        return done;
      }),
  };
};
