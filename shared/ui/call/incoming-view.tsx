import type { IncomingCall } from '#shared/core/call/call.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import styles from './call.module.css';
import { CallerFace } from './caller-face.tsx';

/** The ring where the call has a window of its own. */
export const IncomingView = (props: { readonly call: IncomingCall }) => (
  <div class={styles.centre}>
    <CallerFace call={props.call} />
    <AnswerButtons call={props.call} likely={(button) => queueMicrotask(() => button.focus())} />
  </div>
);
