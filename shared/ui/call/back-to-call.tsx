import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';

/** For a call that a page of this device had which is gone (call-flow.md R18). */
export const BackToCall = (props: { readonly wide?: boolean }) => {
  const { client, words } = useUi();
  return (
    <>
      <Button tone="primary" wide={props.wide ?? false} onClick={() => client.call.resume()}>
        {words().hold.backToCall}
      </Button>
      <Button tone="end" wide={props.wide ?? false} onClick={() => client.call.hangUp()}>
        {words().call.hangUp}
      </Button>
    </>
  );
};
