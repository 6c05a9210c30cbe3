import { createSignal, onCleanup } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { CheckIcon, CopyIcon } from '../kit/more-icons.ts';

/** Milliseconds for which it says that it worked. */
const SAYS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** What stands on it where “Copy” is too little. */
  readonly shown?: string;
}

export const CopyButton = (props: CopyButtonProps) => {
  const { words } = useUi();
  const [copied, setCopied] = createSignal(false);
  let saying: ReturnType<typeof setTimeout> | undefined;
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    clearTimeout(saying);
    saying = setTimeout(() => setCopied(false), SAYS);
  };
  onCleanup(() => clearTimeout(saying));
  return (
    <Button label={copied() ? words().common.copied : props.label} onClick={() => void copy()}>
      {copied() ? <CheckIcon size={20} /> : <CopyIcon size={20} />}
      {copied() ? words().common.copied : (props.shown ?? words().common.copy)}
    </Button>
  );
};
