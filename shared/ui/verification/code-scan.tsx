import { createSignal, Show } from 'solid-js';
import { COMPARISON_PREFIX } from '#shared/core/identity/comparison.ts';
import { useUi } from '../frame/ui.ts';
import { createCamera } from '../identity/camera.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { QrScanner } from '../kit/qr-scanner.tsx';
import styles from './verification.module.css';

interface CodeScanProps {
  readonly name: string;
  /** What the code of the other person says where nobody stands between. */
  readonly expects: string;
  readonly onFits: () => void;
  readonly onClose: () => void;
}

/** The camera looks at the code of the other person, and compares by itself. */
export const CodeScan = (props: CodeScanProps) => {
  const { words } = useUi();
  const { camera, refusal } = createCamera();
  const [result, setResult] = createSignal<'fits' | 'differs'>();
  const onRead = (text: string) => {
    if (result() === 'fits' || !text.startsWith(COMPARISON_PREFIX)) return;
    const fits = text === props.expects;
    setResult(fits ? 'fits' : 'differs');
    if (fits) props.onFits();
  };

  return (
    <div class={styles.scan}>
      <Show when={refusal()}>
        {(reason) => <Banner urgency="alert">{words().verification.noCamera(words().reasons[reason()])}</Banner>}
      </Show>
      <Show when={result() !== 'fits' && camera()}>
        {(track) => <QrScanner camera={track()} label={words().verification.scanning(props.name)} onRead={onRead} />}
      </Show>
      <Show when={result() === undefined && camera()}>
        <p>{words().verification.scanning(props.name)}</p>
      </Show>
      <Show when={result() === 'differs'}>
        <Banner urgency="alert">{words().verification.differs(props.name)}</Banner>
      </Show>
      <Show when={result() === 'fits'}>
        <p role="status" tabindex="-1" ref={(element) => queueMicrotask(() => element.focus())}>
          {words().verification.fits(props.name)}
        </p>
      </Show>
      <Show when={result() !== 'fits'}>
        <Button ref={(element) => queueMicrotask(() => element.focus())} onClick={props.onClose}>
          {words().verification.stopScanning}
        </Button>
      </Show>
    </div>
  );
};
