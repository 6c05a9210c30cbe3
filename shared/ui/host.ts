import type { Outcome } from '#shared/core/reason.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { AccountId, CallId } from '#shared/protocol/ids.ts';
import type { Language } from './strings/languages.ts';

/** What a person chose to share in another app. */
export interface Shared {
  readonly files: readonly File[];
  readonly text: string;
  /** It could not be kept. */
  readonly lost?: true;
}

/** What can be done to a call by keys from any window of the browser. */
export type CallCommand = 'answer' | 'mute' | 'hang-up' | 'share-tab';

export interface CommandKeys {
  readonly command: CallCommand;
  /** As the browser writes them, such as `Alt+Shift+M`, and as the person has set them; empty where none are set. */
  readonly keys: string;
}

/**
 * What the place the interface runs in can do that another cannot. A `page` (the PWA) and a `call-window` run calls
 * themselves; a `popup` hands them over to the call window and closes.
 */
export interface Host {
  readonly kind: 'page' | 'popup' | 'call-window' | 'welcome';
  /** The one relay of this place (the PWA's origin). Without it the person is asked for an address. */
  readonly relay?: string;
  /** Asks the browser for access to the relay's origin. Must start in a click. */
  allowRelay?(relay: string): Promise<Outcome>;
  startCall(person: AccountId, media: CallMedia): void;
  answerCall(call: CallId, media: CallMedia): void;
  /** Enters the room of a link. Must start in a click. */
  joinRoom(link: string): void;
  /** Goes on here with a call that another device of this person is in. Must start in a click. */
  moveCall(call: CallId): void;
  /** Sharing the tab in front: `popup` shares it, `unsupported` offers a screen or window instead and says so. */
  readonly tabShare: 'supported' | 'unsupported';
  /** Shares the tab in front into the running call. Must start in a click. */
  shareTab?(): Promise<Outcome>;
  /** The keys that work from any window of the browser. */
  commandKeys?(): Promise<readonly CommandKeys[]>;
  /** Opens the page where they are set. */
  changeCommandKeys?(): void;
  /** Brings the window that holds the call to the front. */
  showCall?(): void;
  /** Opens the conversation with somebody in the place that shows conversations, where this one does not. */
  openConversation?(person: AccountId): void;
  /** The person has chosen a language: what speaks for this place while it is closed is to speak it, too. */
  speaks?(language: Language): void;
  /** What the system's share menu has brought; nothing the second time. */
  takeShared?(): Promise<Shared>;
  /**
   * Opens the page that signs in, or there the check of all that a call takes: a popup closes when the browser asks for
   * permissions.
   */
  openWelcome?(part?: 'check'): void;
}
