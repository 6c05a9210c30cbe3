import { For, Match, Show, Switch } from 'solid-js';
import { addressOf } from '../frame/place.ts';
import { useUi } from '../frame/ui.ts';
import { isOwnRoom, roomPlace } from '../rooms/room-place.ts';
import { linkify } from './linkify.ts';

/** A room of one's own relay, which has a card below the text: nothing where it is all of the text. */
const OwnRoom = (props: { readonly link: string; readonly alone: boolean }) => {
  const { host, navigation, words } = useUi();
  const place = () => (host.kind === 'page' ? roomPlace(props.link) : undefined);
  return (
    <Show when={!props.alone}>
      <Show
        when={place()}
        fallback={
          <a href={props.link} title={props.link} target="_blank" rel="noopener noreferrer">
            {words().people.roomLink}
          </a>
        }
      >
        {(here) => (
          <a
            href={addressOf(here())}
            title={props.link}
            onClick={(event) => {
              event.preventDefault();
              navigation.go(here());
            }}
          >
            {words().people.roomLink}
          </a>
        )}
      </Show>
    </Show>
  );
};

/** A text with its addresses as links, which are read from left to right whatever stands around them. */
export const LinkedText = (props: { readonly text: string }) => {
  const { state } = useUi();
  return (
    <For each={linkify(props.text)}>
      {(part) => (
        <Switch fallback={part.text}>
          <Match when={isOwnRoom(part.text, state())}>
            <OwnRoom link={part.text} alone={part.text === props.text.trim()} />
          </Match>
          <Match when={part.href}>
            <a href={part.href} title={part.href} target="_blank" rel="noopener noreferrer" dir="ltr">
              {part.text}
            </a>
            <Show when={part.host}> ({part.host})</Show>
          </Match>
        </Switch>
      )}
    </For>
  );
};
