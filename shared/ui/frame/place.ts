import type { AccountId } from '#shared/protocol/ids.ts';

/** Where in the interface a person is. The browser's back button walks it. */
export type Place =
  | { readonly at: 'people' }
  | { readonly at: 'add-contact' }
  | { readonly at: 'conversation'; readonly person: AccountId }
  /** A room by its link, as the relay's address has it: before one is inside, and there. */
  | { readonly at: 'room'; readonly code: string; readonly secret: string }
  /** Something was shared from another app: to whom does it go? */
  | { readonly at: 'share' }
  | { readonly at: 'settings' | 'administration' };

// In the fragment, so that the same addresses work in an extension's page and no server has to know them.
export const addressOf = (place: Place): string => {
  switch (place.at) {
    case 'people':
      return '#/';
    case 'add-contact':
      return '#/add';
    case 'conversation':
      return `#/with/${place.person}`;
    case 'room':
      return `#/room/${place.code}.${place.secret}`;
    case 'share':
    case 'settings':
    case 'administration':
      return `#/${place.at}`;
  }
};

export const placeAt = (fragment: string): Place => {
  const person = /^#\/with\/([0-9a-f-]{36})$/.exec(fragment)?.[1];
  if (person !== undefined) return { at: 'conversation', person };
  const [, code, secret] = /^#\/room\/(\w{10})\.([\w-]{22})$/.exec(fragment) ?? [];
  if (code !== undefined && secret !== undefined) return { at: 'room', code, secret };
  if (fragment === '#/add') return { at: 'add-contact' };
  const at = /^#\/(share|settings|administration)(?:\/|$)/.exec(fragment)?.[1] ?? 'people';
  return { at: at as 'share' | 'settings' | 'administration' | 'people' };
};
