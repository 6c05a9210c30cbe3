import { createSignal, For } from 'solid-js';
import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import styles from './recovery.module.css';

const ASKED = 3;

/** Some of the words, by number from 1, in their order. */
const choose = (words: number): readonly number[] => {
  const chosen = new Set<number>();
  while (chosen.size < ASKED) chosen.add(1 + Math.floor(Math.random() * words));
  return [...chosen].sort((a, b) => a - b);
};

interface WordCheckProps {
  readonly key: readonly string[];
  readonly busy: boolean;
  readonly onRight: () => void;
  readonly onShowAgain: () => void;
}

/** Three of the words, from the paper. */
export const WordCheck = (props: WordCheckProps) => {
  const { words } = useUi();
  const numbers = choose(props.key.length);
  const [typed, setTyped] = createSignal<Readonly<Record<number, string>>>({});
  const [wrong, setWrong] = createSignal<readonly number[]>([]);
  const isRight = (number: number): boolean => (typed()[number] ?? '').trim().toLowerCase() === props.key[number - 1];
  const check = (event: SubmitEvent) => {
    event.preventDefault();
    setWrong(numbers.filter((number) => !isRight(number)));
    if (wrong().length === 0) props.onRight();
  };

  return (
    <form class={styles.form} onSubmit={check}>
      <p>{words().recovery.check}</p>
      <For each={numbers}>
        {(number, index) => (
          <TextField
            label={words().recovery.word(number)}
            value={typed()[number] ?? ''}
            autofocus={index() === 0}
            error={wrong().includes(number) ? words().recovery.wrongWord(number) : undefined}
            onInput={(value) => {
              setTyped({ ...typed(), [number]: value });
              setWrong(wrong().filter((one) => one !== number));
            }}
          />
        )}
      </For>
      <div class={styles.actions}>
        <Button onClick={props.onShowAgain}>{words().recovery.showAgain}</Button>
        <Button type="submit" tone="primary" busy={props.busy}>
          {words().recovery.finish}
        </Button>
      </div>
    </form>
  );
};
