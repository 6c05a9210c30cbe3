import { createSignal, onCleanup } from 'solid-js';
import type { Outcome } from '#shared/core/reason.ts';
import { copied } from '../frame/attempt.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { CheckIcon, CopyIcon } from '../kit/more-icons.ts';

/** Milliseconds for which it says that it worked; that it did not, until it is tried again. */
const SAYS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** What stands on it where “Copy” is too little. */
  readonly shown?: string;
}

export const CopyButton = (props: CopyButtonProps) => {
  const { words } = useUi();
  const [outcome, setOutcome] = createSignal<Outcome>();
  let saying: ReturnType<typeof setTimeout> | undefined;
  const copy = async () => {
    const now = await copied(props.text);
    setOutcome(now);
    clearTimeout(saying);
    if (now.ok) saying = setTimeout(() => setOutcome(undefined), SAYS);
  };
  onCleanup(() => clearTimeout(saying));
  const isCopied = () => outcome()?.ok ?? false;
  const news = () => {
    const now = outcome();
    return now && (now.ok ? words().common.copied : words().reasons[now.reason]);
  };
  return (
    <Button label={news() ?? props.label} onClick={() => void copy()}>
      {isCopied() ? <CheckIcon size={20} /> : <CopyIcon size={20} />}
      {news() ?? props.shown ?? words().common.copy}
    </Button>
  );
};
