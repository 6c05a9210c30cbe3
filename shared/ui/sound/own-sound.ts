import type { Accessor } from 'solid-js';
import type { Sound, SoundState } from '#shared/client/client.ts';
import { createOwn } from '../devices/own.ts';

/** The sound of one's own microphone, once its code is there, and how it is. */
export interface OwnSound {
  readonly sound: Accessor<Sound | undefined>;
  readonly state: Accessor<SoundState | undefined>;
}

export const createOwnSound = (): OwnSound => {
  const { sense, state } = createOwn<SoundState, Sound>(({ sound }) => sound);
  return { sound: sense, state };
};
