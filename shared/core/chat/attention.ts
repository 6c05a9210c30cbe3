import type { AppState } from '../app.ts';
import type { ConversationSummary } from './timeline.ts';

/**
 * What people who are no contacts send calls for nobody's attention: they have the requests. Until the roster is there
 * nobody is known to be one.
 */
export const wantsAttention = (
  { roster }: Pick<AppState, 'roster'>,
  { person }: Pick<ConversationSummary, 'person'>,
): boolean => !roster.loaded || roster.contacts.get(person)?.relation === 'contact';
