import { createSignal, Show } from 'solid-js';
import type { Reason } from '#shared/core/reason.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { ShareTabIcon } from '../kit/more-icons.ts';
import { CallBar } from './call-bar.tsx';
import styles from './popup-call.module.css';

/** Shares the tab in front into the running call, or says beforehand what this browser offers instead. */
const ShareTab = () => {
  const { host, words } = useUi();
  const [refusal, setRefusal] = createSignal<Reason>();
  const supported = () => host.tabShare === 'supported';
  const share = async () => {
    if (!host.shareTab) return host.showCall?.();
    const outcome = await host.shareTab();
    setRefusal(outcome.ok || outcome.reason === 'share_cancelled' ? undefined : outcome.reason);
  };
  return (
    <div class={styles.share}>
      <Show when={!supported()}>
        <p class={styles.note}>{words().share.tabUnsupported}</p>
      </Show>
      <Button wide onClick={() => void share()}>
        <ShareTabIcon size={20} />
        {supported() ? words().share.tab : words().share.instead}
      </Button>
      <Show when={refusal()}>
        {(reason) => <Banner urgency="alert">{words().share.failed(words().reasons[reason()])}</Banner>}
      </Show>
    </div>
  );
};

/** The call above the people of the popup, which runs in another window. */
export const PopupCall = () => {
  const { host, state } = useUi();
  const answered = () => {
    const { call } = state();
    return call.phase === 'active' || (call.phase === 'other-context' && call.answeredAt !== undefined);
  };
  return (
    <>
      <CallBar onShow={host.showCall} />
      <Show when={answered()}>
        <ShareTab />
      </Show>
    </>
  );
};
