import type { Sound, SoundState } from '#shared/client/client.ts';
import { createOwn, type Own } from '../devices/own.ts';

/** The sound of one's own microphone. */
export const createOwnSound = (): Own<Sound, SoundState> => createOwn<SoundState, Sound>(({ sound }) => sound);
