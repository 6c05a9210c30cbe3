import type { EndedCall } from '#shared/core/call/call.ts';
import { save, today } from '../files/save.ts';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './call.module.css';
import { callReport } from './call-report.ts';

/** After a bad call: its numbers as a file, for whoever asks for it. Nothing leaves the device by itself. */
export const ReportOffer = (props: { readonly call: EndedCall }) => {
  const { client, words } = useUi();
  const keep = () => {
    const text = callReport(props.call, client.call.report(), navigator.userAgent);
    save({ blob: new Blob([text]), name: `tincan-call-${today()}.json` });
  };
  return (
    <div class={styles.report}>
      <p>{words().quality.reportHint}</p>
      <Button wide onClick={keep}>
        {words().quality.report}
      </Button>
    </div>
  );
};
