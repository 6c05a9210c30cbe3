import { Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { useUi } from './ui.ts';

interface UnfetchedProps {
  /** Nothing is shown without one. */
  readonly reason: Reason | undefined;
  readonly onAgain: () => unknown;
}

/** In the place of what could not be fetched: why, and a button that asks again. */
export const Unfetched = (props: UnfetchedProps) => {
  const { words } = useUi();
  return (
    <Show when={props.reason}>
      {(reason) => (
        <Banner
          urgency="alert"
          actions={<Button onClick={() => void props.onAgain()}>{words().common.tryAgain}</Button>}
        >
          {words().reasons[reason()]}
        </Banner>
      )}
    </Show>
  );
};
