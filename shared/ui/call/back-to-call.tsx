import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';

/** For a call that a page of this device had which is gone (call-flow.md R18). */
export const BackToCall = () => {
  const { client, words } = useUi();
  return (
    <>
      <Button tone="primary" onClick={() => client.call.resume()}>
        {words().hold.backToCall}
      </Button>
      <Button tone="end" onClick={() => client.call.hangUp()}>
        {words().call.hangUp}
      </Button>
    </>
  );
};
