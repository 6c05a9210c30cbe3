import { type Accessor, createEffect } from 'solid-js';
import { chosenId } from '#shared/core/media/own-devices.ts';
import { createOwnDevices } from './own-devices.ts';

/** A media element or an audio context, in browsers that let it play elsewhere than the system has it. */
interface Player {
  readonly setSinkId?: (id: string) => Promise<void>;
}

/** Plays by this loudspeaker, or by the system's. One that cannot be had leaves the sound where it was. */
export const playBy = (player: object, loudspeaker: string | undefined): void =>
  void (player as Player).setSinkId?.(loudspeaker ?? '').catch(() => {});

/** Has what it is given play by the loudspeaker that is chosen, for as long as its owner lives. */
export const followLoudspeaker = (players: Accessor<readonly object[]>): void => {
  const { state } = createOwnDevices();
  createEffect(() => {
    const now = state();
    const id = now && chosenId(now, 'loudspeaker');
    for (const player of players()) playBy(player, id);
  });
};
