import { makeZip } from 'client-zip';
import { itemKey } from '#shared/core/chat/item-key.ts';
import type { TimelineItem } from '#shared/core/chat/timeline.ts';
import type { Account } from '#shared/protocol/account.ts';
import { otherPerson } from '#shared/protocol/conversation.ts';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';
import { safeName } from '../files/safe-name.ts';
import type { History } from '../ports.ts';

interface ExportOptions {
  readonly history: Pick<History, 'items' | 'file' | 'roster' | 'former'>;
  readonly self: Account;
  readonly conversations: readonly ConversationId[];
  readonly signal: AbortSignal;
  /** How many items have been written so far. */
  readonly onItems: (count: number) => void;
}

const PAGE = 500;

const iso = (at: number): string => new Date(at).toISOString();

/** An item as someone without Tincan can read it: no keys, nothing of how it travelled. */
const legible = (item: TimelineItem, nameOf: (person: AccountId) => string, media: string | undefined) => {
  if (item.kind === 'call') {
    const { direction, outcome, media, seconds } = item;
    return { call: media, at: iso(item.at), direction, outcome, seconds };
  }
  if (item.kind === 'timer') return { timer: item.seconds, at: iso(item.at), from: nameOf(item.author) };
  const { id, author, text, reply, edited, deleted, reactions, attachment } = item;
  return {
    id,
    at: iso(item.at),
    from: nameOf(author),
    text,
    ...(reply && { reply: reply.id }),
    ...(edited && { edited }),
    ...(deleted && { deleted }),
    ...(reactions && {
      reactions: Object.fromEntries(Object.entries(reactions).map(([person, emoji]) => [nameOf(person), emoji])),
    }),
    ...(attachment && {
      attachment: { name: attachment.name, type: attachment.type, bytes: attachment.size, file: media ?? null },
    }),
  };
};

/** A zip with a folder for each conversation: `messages.json`, and the files in `media/`. Read page by page as it is taken. */
export const exportZip = ({
  history,
  self,
  conversations,
  signal,
  onItems,
}: ExportOptions): ReadableStream<Uint8Array> => {
  let count = 0;

  async function* conversationFiles(conversation: ConversationId, nameOf: (person: AccountId) => string) {
    const person = otherPerson(conversation, self.uid);
    // Two people may have had the same login, one after the other.
    const folder = `${safeName(nameOf(person))} ${person.slice(0, 8)}`;
    const media: { readonly path: string; readonly file: Blob; readonly at: number }[] = [];

    async function* messages() {
      const head = { format: 'tincan-conversation', version: 1, with: nameOf(person), uid: person };
      yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
      let position = 0;
      for (let more = true; more; ) {
        signal.throwIfAborted();
        const page = await history.items(conversation, { at: 'after', position, limit: PAGE });
        for (const item of page.items) {
          const attachment = item.kind === 'message' ? item.attachment : undefined;
          const file = attachment && (await history.file(itemKey(item)));
          const path = file && `media/${item.position} ${safeName(attachment.name)}`;
          if (path) media.push({ path, file, at: item.at });
          yield `${position === 0 ? '' : ','}\n${JSON.stringify(legible(item, nameOf, path))}`;
          position = item.position;
        }
        count += page.items.length;
        onItems(count);
        more = page.newer;
      }
      yield '\n]}\n';
    }

    yield { name: `${folder}/messages.json`, input: messages() };
    for (const { path, file, at } of media) {
      signal.throwIfAborted();
      yield { name: `${folder}/${path}`, input: file, lastModified: at };
    }
  }

  async function* files() {
    const people = [...(await history.roster()), ...(await history.former())];
    const names = new Map(people.map(({ account, login }) => [account, login]));
    const nameOf = (person: AccountId): string => (person === self.uid ? self.login : (names.get(person) ?? person));
    for (const conversation of conversations) yield* conversationFiles(conversation, nameOf);
  }

  return makeZip(files());
};
