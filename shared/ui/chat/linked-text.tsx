import { For, Show } from 'solid-js';
import { linkify } from './linkify.ts';

/** A text with its addresses as links, which are read from left to right whatever stands around them. */
export const LinkedText = (props: { readonly text: string }) => (
  <For each={linkify(props.text)}>
    {(part) => (
      <Show when={part.href} fallback={part.text}>
        <a href={part.href} title={part.href} target="_blank" rel="noopener noreferrer" dir="ltr">
          {part.text}
        </a>
        <Show when={part.host}> ({part.host})</Show>
      </Show>
    )}
  </For>
);
