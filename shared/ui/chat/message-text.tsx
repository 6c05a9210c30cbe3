import { Show, Suspense } from 'solid-js';
import { lazily } from '../kit/lazily.ts';

interface MessageTextProps {
  readonly text: string;
}

const LinkedText = lazily(
  () => import('./linked-text.tsx'),
  'LinkedText',
  (props: MessageTextProps) => props.text,
);

const MAYBE_LINKED = /:\/\/|mailto:/i;

/** A text with its addresses as links. What finds them is loaded with the first text that may have one. */
export const MessageText = (props: MessageTextProps) => (
  <Show when={MAYBE_LINKED.test(props.text)} fallback={props.text}>
    <Suspense fallback={props.text}>
      <LinkedText text={props.text} />
    </Suspense>
  </Show>
);
