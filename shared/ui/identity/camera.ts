import { createResource, onCleanup } from 'solid-js';
import { useUi } from '../frame/ui.ts';

/** A camera for as long as its owner lives, or why there is none. */
export const createCamera = () => {
  const { client } = useUi();
  const [asked] = createResource(() => client.verification.camera());
  let gone = false;
  onCleanup(() => {
    gone = true;
    const answer = asked.latest;
    if (answer?.ok) answer.value.stop();
  });
  return {
    camera: () => {
      const answer = asked();
      if (!answer?.ok) return undefined;
      if (!gone) return answer.value;
      answer.value.stop();
      return undefined;
    },
    refusal: () => {
      const answer = asked();
      return answer && !answer.ok ? answer.reason : undefined;
    },
  };
};
