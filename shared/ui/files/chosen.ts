import { type Accessor, createSignal } from 'solid-js';
import type { AccountId, ConversationId } from '#shared/protocol/ids.ts';

/** The files someone is about to send in a conversation. */
export interface Chosen {
  readonly files: Accessor<readonly File[]>;
  add(files: Iterable<File>): void;
  remove(file: File): void;
  clear(): void;
}

const createChosen = (): Chosen => {
  const [files, setFiles] = createSignal<readonly File[]>([]);
  return {
    files,
    add: (more) => setFiles([...files(), ...more]),
    remove: (file) => setFiles(files().filter((other) => other !== file)),
    clear: () => setFiles([]),
  };
};

const waiting = new Map<ConversationId, Chosen>();
let owner: AccountId | undefined;

/** As a draft waits in its conversation, whatever is on the screen meanwhile, so do they. Nobody else finds them there. */
export const chosenIn = (conversation: ConversationId, self: AccountId): Chosen => {
  if (owner !== self) waiting.clear();
  owner = self;
  const chosen = waiting.get(conversation) ?? createChosen();
  waiting.set(conversation, chosen);
  return chosen;
};
