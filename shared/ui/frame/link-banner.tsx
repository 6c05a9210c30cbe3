import { Show } from 'solid-js';
import { Banner } from '../kit/banner.tsx';
import button from '../kit/button.module.css';
import { createNow } from './now.ts';
import { useUi } from './ui.ts';

/** Milliseconds of a lost link before it is worth a word (call-flow.md R31). */
const GRACE = 10_000;

/** Says when the relay cannot be reached, and what that means. */
export const LinkBanner = () => {
  const { host, state, words } = useUi();
  const now = createNow(1_000);
  const problem = () => {
    const link = state().link;
    switch (link.state) {
      case 'closed':
        return words().linkEnds[link.end];
      case 'connecting':
      case 'backing-off':
        if (now() - link.since < GRACE) return undefined;
        return link.attempt === 0 ? words().link.connecting : words().link.offline;
      case 'idle':
      case 'online':
        return undefined;
    }
  };
  /** An extension is brought up to date by the browser. */
  const canReload = () => {
    const { link } = state();
    return host.kind === 'page' && link.state === 'closed' && link.end === 'version-mismatch';
  };
  const reload = () => (
    <button type="button" class={button.button} data-tone="plain" onClick={() => location.reload()}>
      {words().common.reload}
    </button>
  );
  return <Show when={problem()}>{(problem) => <Banner actions={canReload() && reload()}>{problem()}</Banner>}</Show>;
};
