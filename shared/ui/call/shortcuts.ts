import type { Client } from '#shared/client/client.ts';
import { type ActiveCall, isOn, type OutgoingCall } from '#shared/core/call/call.ts';
import { isSharing } from '#shared/core/call/share.ts';

export type Shortcut = 'microphone' | 'camera' | 'deafen' | 'share' | 'hangUp' | 'help';

/** As they are written on most keyboards. */
export const KEYS: Readonly<Record<Shortcut, string>> = {
  microphone: 'M',
  camera: 'V',
  deafen: 'D',
  share: 'S',
  hangUp: 'Shift+H',
  help: '?',
};

/** By their place on the keyboard, so that they are the same with any letters on it. */
const PLACES: Readonly<Record<string, Shortcut>> = {
  KeyM: 'microphone',
  KeyV: 'camera',
  KeyD: 'deafen',
  KeyS: 'share',
};

/** In a menu, too, letters are for what is there: they find its lines. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role="menu"]') !== null;

/** What a key on the call screen means; nothing while it is written somewhere, held down, or the browser's own. */
export const shortcutOf = (event: KeyboardEvent): Shortcut | undefined => {
  const { key, code, ctrlKey, altKey, metaKey, shiftKey, repeat, isComposing, target } = event;
  if (ctrlKey || altKey || metaKey || repeat || isComposing || isWriting(target)) return undefined;
  if (key === '?') return 'help';
  // Nobody hangs up by brushing a key.
  if (shiftKey) return code === 'KeyH' ? 'hangUp' : undefined;
  return PLACES[code];
};

/** Does to the call what the button of the same name does. */
export const press = (
  shortcut: Exclude<Shortcut, 'help'>,
  call: ActiveCall | OutgoingCall,
  { call: acts }: Client,
): void => {
  const active = call.phase === 'active' ? call : undefined;
  switch (shortcut) {
    case 'microphone':
      return acts.toggleMicrophone();
    case 'camera':
      return acts.setCamera(!isOn(call.camera));
    case 'deafen':
      return active && acts.setDeafened(!active.deafened);
    case 'share':
      if (!active) return;
      return isSharing(active) ? acts.stopSharing() : acts.share('screen');
    case 'hangUp':
      return acts.hangUp();
  }
};
