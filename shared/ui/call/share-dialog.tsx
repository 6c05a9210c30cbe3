import { For, Show } from 'solid-js';
import type { ActiveCall, ShareKind } from '#shared/core/call/call.ts';
import { MOST_SHARES } from '#shared/core/call/share.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { canShareScreen } from './can-share.ts';
import { ShareChooser } from './share-chooser.tsx';
import styles from './share-dialog.module.css';

interface ShareDialogProps {
  readonly call: ActiveCall;
  readonly onClose: () => void;
}

/** What is shared from here, one more, and how it is sent. */
export const ShareDialog = (props: ShareDialogProps) => {
  const { client, host, words } = useUi();
  const kinds = (): readonly ShareKind[] => [
    ...(canShareScreen() ? (['screen'] as const) : []),
    ...(host.tabShare === 'supported' ? (['tab'] as const) : []),
  ];
  const named = (kind: ShareKind, index: number) => {
    const own = words().stage.own[kind];
    return props.call.shares.length > 1 ? `${own} ${index + 1}` : own;
  };
  return (
    <Dialog title={words().stage.sharing} closeLabel={words().common.close} narrow onClose={props.onClose}>
      <div class={styles.acts}>
        <For each={props.call.shares}>
          {({ stream, kind }, index) => (
            <Button wide onClick={() => client.call.stopSharing(stream)}>
              {words().stage.stopThis(named(kind, index()))}
            </Button>
          )}
        </For>
        <Show when={canShareScreen() && props.call.shares.length < MOST_SHARES}>
          <Button
            wide
            tone="primary"
            busy={props.call.shareRequest.state === 'starting'}
            onClick={() => client.call.share('screen')}
          >
            {props.call.shares.length > 0 ? words().stage.shareOneMore : words().call.shareScreen}
          </Button>
        </Show>
      </div>
      <For each={kinds()}>{(kind) => <ShareChooser kind={kind} />}</For>
    </Dialog>
  );
};
