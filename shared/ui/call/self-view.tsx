import { createSignal, Show } from 'solid-js';
import type { StreamId } from '#shared/core/call/call.ts';
import { selfOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { HiddenIcon, MoveIcon, VisibleIcon } from '../kit/more-icons.ts';
import { type Corner, cornerAt, nextCorner } from './corner.ts';
import styles from './self-view.module.css';
import { StreamVideo } from './stream-video.tsx';

const [corner, setCorner] = createSignal<Corner>('bottom-right');
const [isHidden, setHidden] = createSignal(false);

export const isSelfHidden = isHidden;

interface SelfViewProps {
  readonly stream: StreamId;
  /** One of the small pictures; otherwise it lies over the large one. */
  readonly beside: boolean;
  readonly stage: () => HTMLElement;
}

/** One's own camera: goes to another corner by a button or by dragging, and away. It is sent all the same. */
export const SelfView = (props: SelfViewProps) => {
  const { state, words } = useUi();
  const [drag, setDrag] = createSignal<{ readonly x: number; readonly y: number }>();
  let from: PointerEvent | undefined;

  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (props.beside || event.button !== 0 || (event.target as Element).closest('button')) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from = event;
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (from) setDrag({ x: clientX - from.clientX, y: clientY - from.clientY });
  };
  const onPointerUp = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (!from) return;
    from = undefined;
    const own = event.currentTarget.getBoundingClientRect();
    const all = props.stage().getBoundingClientRect();
    setCorner(cornerAt((own.x + own.width / 2 - all.x) / all.width, (own.y + own.height / 2 - all.y) / all.height));
    setDrag(undefined);
  };

  return (
    <Show
      when={!isHidden()}
      fallback={
        <div class={styles.hidden} data-corner={corner()}>
          <IconButton label={words().stage.showSelf} icon={VisibleIcon} onClick={() => setHidden(false)} />
        </div>
      }
    >
      <div
        class={styles.self}
        data-corner={props.beside ? undefined : corner()}
        style={{ translate: drag() && `${drag()?.x}px ${drag()?.y}px` }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      >
        <StreamVideo
          stream={props.stream}
          participant={selfOf(state()) ?? ''}
          kind="camera"
          mirrored
          class={styles.picture}
          label={words().chat.you}
        />
        <div class={styles.tools}>
          <Show when={!props.beside}>
            <IconButton label={words().stage.moveSelf} icon={MoveIcon} onClick={() => setCorner(nextCorner)} />
          </Show>
          <IconButton label={words().stage.hideSelf} icon={HiddenIcon} onClick={() => setHidden(true)} />
        </div>
      </div>
    </Show>
  );
};
