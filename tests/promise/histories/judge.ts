import { type ItemKey, itemKey, refKey } from '#shared/core/chat/item-key.ts';
import type { Message } from '#shared/core/chat/timeline.ts';
import type { Content, MessageAct, Text } from '#shared/protocol/content.ts';
import type { AccountId, EnvelopeId, Instant } from '#shared/protocol/ids.ts';
import type { DeviceName, Happening, View } from './happening.ts';

// Looks at a whole history afterwards and knows nothing of how it came about, nor of how clients do what they do.

type Of<What extends Happening['what']> = Extract<Happening, { what: What }>;

const only = <What extends Happening['what']>(history: readonly Happening[], what: What): readonly Of<What>[] =>
  history.filter((happening): happening is Of<What> => happening.what === what);

interface Said<Kind extends Content = Content> {
  readonly device: DeviceName;
  readonly author: AccountId;
  readonly id: EnvelopeId;
  readonly content: Kind;
  /** When the relay committed it. */
  readonly at?: Instant | undefined;
}

const isText = (said: Said): said is Said<Text> => said.content.type === 'text';
const isMessageAct = (said: Said): said is Said<MessageAct> => 'target' in said.content;
const keyOf = (said: Pick<Said, 'author' | 'id'>): ItemKey => refKey(said);

const byCommit = (a: Said, b: Said): number => (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1);

/** Everything that is in order counts, whatever the order in which devices came to know of it. */
const shouldBe = (text: Said<Text>, acts: readonly Said<MessageAct>[]) => {
  const own = acts.filter(({ author }) => author === text.author);
  const edits = own.filter(({ content }) => content.type === 'edit');
  const deleted = own.some(({ content }) => content.type === 'delete');
  const last = edits.at(-1)?.content;
  const reactions = new Map<AccountId, string>();
  for (const { author, content } of acts) if (content.type === 'reaction') reactions.set(author, content.emoji);
  const given = [...reactions].filter(([, emoji]) => emoji !== '').sort();
  if (deleted) return { at: text.at, text: '', deleted: true };
  return {
    at: text.at,
    text: last?.type === 'edit' ? last.text : text.content.text,
    ...(edits.length > 0 && { edited: true }),
    ...(given.length > 0 && { reactions: Object.fromEntries(given) }),
    ...(text.content.reply && { reply: text.content.reply }),
  };
};

const is = ({ at, text, deleted, edited, reactions, reply }: Message) => ({
  at,
  text,
  ...(deleted && { deleted }),
  ...(edited && { edited }),
  ...(reactions && { reactions: Object.fromEntries(Object.entries(reactions).sort()) }),
  ...(reply && { reply }),
});

const RANK = { failed: -1, queued: 0, sent: 1, delivered: 2, read: 3, received: 3 } as const;

/** What is wrong with it, in words; nothing where every promise was kept. */
export const judge = (history: readonly Happening[], views: readonly View[]): readonly string[] => {
  const people = new Map(views.map(({ device, person }) => [device, person]));
  const committed = new Map(only(history, 'committed').map(({ id, at }) => [id, at]));
  const said = only(history, 'written').map(
    ({ device, id, content }): Said => ({
      device,
      author: people.get(device) ?? '',
      id,
      content,
      at: committed.get(id),
    }),
  );
  const texts = said.filter(isText);
  const acts = said.filter(isMessageAct).sort(byCommit);
  const onDisk = new Set(
    said.flatMap(({ device, content }) => ('text' in content ? [`${device} ${content.text}`] : [])),
  );
  const deleted = new Set(acts.flatMap(({ content }) => (content.type === 'delete' ? [refKey(content.target)] : [])));
  const expected = new Map(
    texts.map((text) => {
      const upon = acts.filter(({ content, at }) => at !== undefined && refKey(content.target) === keyOf(text));
      return [keyOf(text), { text, message: shouldBe(text, upon) }];
    }),
  );
  const readSurely = new Set(only(history, 'read').flatMap(({ surely }) => surely));
  const readPerhaps = new Set(only(history, 'read').flatMap(({ perhaps }) => perhaps));

  /** What a person was told is kept is; what is kept is sent. What is done to a message that is deleted may come to nothing. */
  const broken = [
    ...only(history, 'promised')
      .filter(({ device, text }) => !onDisk.has(`${device} ${text}`))
      .map(({ device, text }) => `${device}: ${text} was promised and is nowhere`),
    ...said
      .filter((one) => one.at === undefined && !(isMessageAct(one) && deleted.has(refKey(one.content.target))))
      .map(({ device, id, content }) => `${device}: ${content.type} ${id} was written and never sent`),
    ...only(history, 'noticed').map(({ device, reason }) => `${device}: said ${reason}`),
  ];

  /** Nothing is shown to have come further than it has, and nothing comes back. */
  const lies = (): readonly string[] => {
    const stored = new Map<ItemKey, number>();
    const read = new Map<ItemKey, number>();
    for (const [place, happening] of history.entries()) {
      if (happening.what === 'stored')
        for (const key of happening.messages) if (!stored.has(key)) stored.set(key, place);
      if (happening.what === 'read')
        for (const key of happening.perhaps) read.set(key, Math.min(read.get(key) ?? place, happening.since));
    }
    const reached = new Map<string, number>();
    return [...history.entries()].flatMap(([place, happening]) => {
      if (happening.what !== 'shown') return [];
      const { device, message, state } = happening;
      const before = reached.get(`${device} ${message}`) ?? 0;
      reached.set(`${device} ${message}`, RANK[state]);
      const known = (state === 'read' ? read : stored).get(message) ?? Number.POSITIVE_INFINITY;
      return [
        ...(RANK[state] < before ? [`${device}: ${message} went back to ${state}`] : []),
        ...(RANK[state] >= RANK.delivered && known > place
          ? [`${device}: ${message} was shown as ${state} before it was`]
          : []),
      ];
    });
  };

  const wrongIn = ({ device, person, messages, unread, waiting }: View): readonly string[] => {
    const keys = messages.map(itemKey);
    const present = new Set(keys);
    const theirs = messages.filter(({ author }) => author !== person);
    const lines = new Map<DeviceName, EnvelopeId[]>();
    for (const key of keys) {
      const text = expected.get(key)?.text;
      if (text) lines.set(text.device, [...(lines.get(text.device) ?? []), text.id]);
    }
    const contents = messages.flatMap((message) => {
      const right = expected.get(itemKey(message))?.message;
      const [wanted, found] = [JSON.stringify(right), JSON.stringify(is(message))];
      return right && wanted !== found ? [`${device}: ${itemKey(message)} is ${found} and not ${wanted}`] : [];
    });
    const deliveries = messages.flatMap((message) => {
      const { state } = message.delivery;
      const key = itemKey(message);
      const states =
        message.author !== person
          ? ['received']
          : [...(readSurely.has(key) ? [] : ['delivered']), ...(readPerhaps.has(key) ? ['read'] : [])];
      return states.includes(state) ? [] : [`${device}: ${key} is ${state} and not ${states.join(' or ')}`];
    });
    const shownRead = views
      .filter((view) => view.person !== person)
      .map((view) => ({
        device: view.device,
        left: view.messages.filter(({ author, delivery }) => author !== person && delivery.state !== 'read').length,
      }));
    return [
      ...[...expected.keys()].filter((key) => !present.has(key)).map((key) => `${device}: ${key} is lost`),
      ...keys.filter((key) => !expected.has(key)).map((key) => `${device}: nobody has written ${key}`),
      ...keys.filter((key, place) => keys.indexOf(key) !== place).map((key) => `${device}: ${key} is there twice`),
      ...[...lines].flatMap(([writer, line]) => {
        const written = texts.filter((text) => text.device === writer && present.has(keyOf(text))).map(({ id }) => id);
        return written.join() === line.join()
          ? []
          : [`${device}: what ${writer} wrote is in the order ${line.join()} and not ${written.join()}`];
      }),
      ...contents,
      ...deliveries,
      ...shownRead
        .filter(({ left }) => left !== unread)
        .map(({ device: other, left }) => `${device}: ${unread} unread, but ${left} on ${other}`),
      ...(waiting > 0 ? [`${device}: ${waiting} wait to be sent`] : []),
      ...differsFromOthers(device, person, theirs),
    ];
  };

  /** The other person's messages come to all of one's devices in one order. */
  const differsFromOthers = (device: DeviceName, person: AccountId, theirs: readonly Message[]): readonly string[] => {
    const own = views.find((view) => view.person === person);
    const first = own?.messages
      .filter(({ author }) => author !== person)
      .map(({ id }) => id)
      .join();
    return first === theirs.map(({ id }) => id).join() ? [] : [`${device}: another order than ${own?.device}`];
  };

  return [...broken, ...lies(), ...views.flatMap(wrongIn)];
};
