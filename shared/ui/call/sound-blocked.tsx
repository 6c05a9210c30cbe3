import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';

/** The browser held the sound back until somebody presses something. */
export const SoundBlocked = (props: { readonly start: () => void }) => {
  const { words } = useUi();
  return (
    <Banner
      urgency="alert"
      actions={
        <Button tone="primary" onClick={() => props.start()}>
          {words().call.turnOnSound}
        </Button>
      }
    >
      {words().call.soundBlocked}
    </Banner>
  );
};
