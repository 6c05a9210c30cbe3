import { createSignal, Show } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { lazily } from '../kit/lazily.ts';
import { leaveChecked } from './checked.ts';

const CheckDialog = lazily(() => import('./check-dialog.tsx'), 'CheckDialog');

/** Asks once, before the first call. Load it on demand. */
export const CheckOffer = () => {
  const { words } = useUi();
  const [shown, setShown] = createSignal(false);
  return (
    <>
      <Banner
        actions={
          <>
            <Button onClick={() => setShown(true)}>{words().check.begin}</Button>
            <Button tone="quiet" onClick={leaveChecked}>
              {words().check.notNow}
            </Button>
          </>
        }
      >
        {words().check.offer}
      </Banner>
      <Show when={shown()}>
        <CheckDialog onClose={leaveChecked} />
      </Show>
    </>
  );
};
