import { done, failed, type Outcome } from '#shared/core/reason.ts';
import { useUi } from './ui.ts';

/** For what is done in a menu that is gone by then, or by a button without room for words: a notice says why it was not. */
export const createAttempt = (): ((work: Promise<Outcome>) => Promise<void>) => {
  const { client } = useUi();
  return async (work) => {
    const outcome = await work;
    if (!outcome.ok) client.notice(outcome.reason);
  };
};

/** To the clipboard, which a browser may refuse. */
export const copied = async (text: string): Promise<Outcome> => {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return failed('device_denied');
  }
};
