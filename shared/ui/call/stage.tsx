import { For, Show } from 'solid-js';
import type { ActiveCall, OutgoingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { type Front, frontOf, isPinned, pinFront, unpin } from './front.ts';
import { keepAwake } from './keep-awake.ts';
import { PersonTile } from './person-tile.tsx';
import { isSelfHidden, SelfView } from './self-view.tsx';
import { ShareTile } from './share-tile.tsx';
import styles from './stage.module.css';

interface StageProps {
  readonly call: ActiveCall | OutgoingCall;
  readonly onBlocked: (start: () => void) => void;
}

/** Everyone's pictures: one large in front, the others small beside it. */
export const Stage = (props: StageProps) => {
  const { client, state } = useUi();
  keepAwake();
  let stage!: HTMLDivElement;
  const active = () => (props.call.phase === 'active' ? props.call : undefined);
  // By stream, so that a share that goes on keeps its element and its volume.
  const shares = () => active()?.remoteShares.map(({ stream }) => stream) ?? [];
  const self = () => (props.call.camera.state === 'on' ? props.call.localStream : undefined);
  /** Beside the one in front. */
  const others = () => shares().length + (self() !== undefined && !isSelfHidden() ? 1 : 0);
  const pinning = (front: Front) => ({
    get front() {
      return frontOf(props.call) === front;
    },
    get pinned() {
      return isPinned(props.call, front);
    },
    onPin: (pinned: boolean) => (pinned ? pinFront(props.call, front) : unpin()),
  });

  return (
    <div
      ref={stage}
      class={styles.stage}
      data-sharing={shares().length > 0 ? '' : undefined}
      style={{ '--others': others() }}
    >
      <For each={shares()}>
        {(stream) => (
          <Show when={active()?.remoteShares.find((share) => share.stream === stream)}>
            {(share) => (
              <ShareTile
                {...pinning(stream)}
                share={share()}
                person={props.call.person}
                name={nameOf(state(), props.call.person)}
                deafened={active()?.deafened ?? false}
                onStop={() => client.call.stopSharing(stream)}
                onBlocked={props.onBlocked}
              />
            )}
          </Show>
        )}
      </For>
      <PersonTile {...pinning('person')} alone={shares().length === 0} call={props.call} onBlocked={props.onBlocked} />
      <Show when={self()}>
        {(stream) => <SelfView stream={stream()} beside={shares().length > 0} stage={() => stage} />}
      </Show>
    </div>
  );
};
