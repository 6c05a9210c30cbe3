import type { CallId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';

interface MoveHereProps {
  readonly call: CallId;
  readonly wide?: boolean;
}

/** For a call that another device of this person is in (call-flow.md R19). */
export const MoveHere = (props: MoveHereProps) => {
  const { host, words } = useUi();
  return (
    <Button tone="primary" wide={props.wide ?? false} onClick={() => host.moveCall(props.call)}>
      {words().hold.moveHere}
    </Button>
  );
};
