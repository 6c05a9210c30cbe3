import { type Accessor, createSignal } from 'solid-js';
import { waitingIn } from '../chat/waiting-in.ts';

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

export const chosenIn = waitingIn(createChosen);
