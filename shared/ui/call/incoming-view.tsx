import type { IncomingCall } from '#shared/core/call/call.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import styles from './call.module.css';

/** The ring where the call has a window of its own. */
export const IncomingView = (props: { readonly call: IncomingCall }) => {
  const { state } = useUi();
  return (
    <div class={styles.centre}>
      <div class={styles.pulse}>
        <Avatar name={nameOf(state(), props.call.person)} size="huge" />
      </div>
      <AnswerButtons call={props.call} likely={(button) => queueMicrotask(() => button.focus())} />
    </div>
  );
};
