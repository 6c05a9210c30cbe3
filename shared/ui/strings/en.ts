import type { CallOutcome } from '#shared/core/chat/timeline.ts';
import type { LinkEnd } from '#shared/core/link/link.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { MoreWords } from './en-more.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

const reasons: Record<Reason, string> = {
  bad_request: 'The relay did not understand that. Check what you typed.',
  bad_credentials: 'No such login, or a wrong password.',
  second_factor_required: 'A code is needed, too.',
  second_factor_wrong: 'This code is wrong or was used already.',
  unauthorized: 'You are signed out. Sign in again.',
  account_disabled: 'The administrator has disabled this account. What is on this device stays.',
  last_admin: 'A relay keeps at least one administrator.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'There is nobody with this login or UID.',
  login_taken: 'This login is taken. Choose another one.',
  weak_password: 'This password is easy to guess. Choose another one.',
  registration_closed: 'This relay takes no new accounts.',
  access_key_invalid: 'This access key is wrong or has expired.',
  not_contact: 'You can only write to and call people who have accepted you.',
  stale_devices: 'Their devices have just changed. Try again.',
  mailbox_full: 'Their mailbox is full. It empties when one of their devices comes back.',
  call_unknown: 'This call is over.',
  call_over: 'This call is over or was answered on another device.',
  room_full: 'The room is full.',
  endpoint_gone: 'The other device is no longer there.',
  unanswered: 'They have not answered three calls. Write, or call again in a few minutes.',
  rate_limited: 'Too many tries. Wait a little and try again.',
  too_large: 'This is too long. Make it shorter.',
  files_full: 'Too many of your files wait to be fetched. Delete some, or wait.',
  too_many_connections: 'Too many windows are connected. Close one and try again.',
  unavailable: 'The relay is busy. Try again in a moment.',
  disk_full: 'The relay has no space left. Nothing was accepted.',
  internal: 'Something went wrong on the relay. Try again.',
  offline: 'The relay cannot be reached. Check your connection and try again.',
  not_a_relay: 'There is no Tincan relay of this version at that address.',
  storage_full: 'This device has no space left for messages.',
  storage_blocked: 'The browser does not let Tincan store anything. Leave private browsing.',
  unconfirmed: 'This device is not confirmed yet, so others would not believe what it sends.',
  link_refused: 'The devices did not agree. Nothing was sent.',
  identity_changed: 'The identity of this person has changed. Compare numbers before you go on.',
  unsealable: 'A message could not be opened with the keys of this device.',
  device_denied: 'The browser did not allow it.',
  device_missing: 'No such device was found.',
  device_busy: 'Another program is using the device.',
  cancelled: 'Cancelled.',
  calls_unsupported: 'This browser cannot call: it has no WebRTC, or it is turned off. Your other devices ring.',
  share_cancelled: 'Nothing was chosen, so nothing is shared.',
  share_unsupported: 'This browser cannot share that.',
  already_shared: 'This tab is being shared already. Stop sharing it first.',
  already_in_call: 'You are in a call already.',
};

const call = (media: CallMedia): string => (media === 'video' ? 'video call' : 'call');
const named = (media: CallMedia): string => (media === 'video' ? 'Video call' : 'Call');

const missed = (media: CallMedia): string => `Missed ${call(media)}`;
const unanswered = (media: CallMedia): string => `${named(media)}, outgoing, no answer`;

const outgoing: Record<CallOutcome, (media: CallMedia) => string> = {
  answered: (media) => `${named(media)}, outgoing`,
  missed: unanswered,
  declined: (media) => `${named(media)}, outgoing, declined`,
  cancelled: (media) => `Cancelled ${call(media)}`,
  busy: (media) => `${named(media)}, outgoing, busy`,
  'no-answer': unanswered,
  failed: (media) => `${named(media)}, outgoing, failed`,
};

const incoming: Record<CallOutcome, (media: CallMedia) => string> = {
  answered: (media) => `${named(media)}, incoming`,
  missed,
  declined: (media) => `Declined ${call(media)}`,
  cancelled: missed,
  busy: (media) => `${missed(media)}: you were in another call`,
  'no-answer': missed,
  failed: (media) => `${named(media)}, incoming, failed`,
};

const linkEnds: Record<LinkEnd, string> = {
  'signed-out': 'Signed out.',
  'session-ended': 'This device was signed out. Sign in again.',
  disabled: reasons.account_disabled,
  'version-mismatch': 'Tincan here and the relay are of different versions. Reload.',
};

/** What the first screens say: people, and a chat. */
export const en = {
  locale: 'en',
  reasons,
  linkEnds,

  common: {
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    tryAgain: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    loading: 'Loading…',
    dismiss: 'Dismiss',
    more: 'More',
    broken: 'Something in Tincan broke. Reload the page: what you sent and received is safe.',
    reload: 'Reload',
  },

  people: {
    settings: 'Settings',
    verified: 'verified',
    title: 'People',
    search: 'Search',
    addContact: 'Add contact',
    newRoom: 'New room',
    roomLink: 'Room link',
    unread: (count: number) => plural(count, { one: 'unread message', other: 'unread messages' }),
    call: (name: string) => `Call ${name}`,
    videoCall: (name: string) => `Video call ${name}`,
    you: 'You: ',
  },

  presence: {
    online: 'Online',
    inCall: 'In a call',
    away: 'Away',
    offline: 'Offline',
    connecting: 'Connecting…',
    typing: 'typing…',
    lastSeen: (when: string) => `Last seen ${when}`,
    justNow: 'just now',
    minutesAgo: (count: number) => `${plural(count, { one: 'minute', other: 'minutes' })} ago`,
    hoursAgo: (count: number) => `${plural(count, { one: 'hour', other: 'hours' })} ago`,
    onDay: (day: string) => `on ${day}`,
  },

  chat: {
    you: 'You',
    message: 'Message',
    send: 'Send',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    queued: 'Waiting to be sent',
    notSent: (reason: string) => `Not sent. ${reason}`,
    today: 'Today',
    yesterday: 'Yesterday',
    log: (name: string) => `Messages with ${name}`,
    jump: 'Jump to newest',
    jumpUnread: (count: number) =>
      `Jump to newest, ${plural(count, { one: 'unread message', other: 'unread messages' })}`,
    unread: 'Unread messages',
    older: 'Loading older messages…',
    empty: (name: string) => `Say hello to ${name}`,
    emptyHint: 'Messages are sealed on your device. The relay cannot read them.',
    choose: 'Choose a person to write to or call.',
    notContact: 'You can write and call once you are contacts.',
    blocked: (name: string) => `You have blocked ${name}. You can unblock them in Settings.`,
    from: (name: string) => `${name}:`,
    messageMenu: 'What to do with this message',
    deleted: 'This message was deleted',
    edited: 'edited',
    saveEdit: 'Save',
    outgoing,
    incoming,
  },

  files: {
    attach: 'Attach file',
    drop: 'Drop files here to send them',
    image: 'Picture',
    video: 'Video',
    audio: 'Sound',
    voice: 'Voice message',
    file: 'File',
    record: 'Record voice message',
  },

  disappearing: {
    mark: 'Disappears',
    set: (after: string) => `Messages disappear after ${after}`,
    setOff: 'Messages no longer disappear',
    setBy: (name: string, after: string) => `${name} set messages to disappear after ${after}`,
    setOffBy: (name: string) => `${name} turned off disappearing messages`,
    youSet: (after: string) => `You set messages to disappear after ${after}`,
    youSetOff: 'You turned off disappearing messages',
  },

  link: {
    connecting: 'Connecting to the relay…',
    offline: 'No connection to the relay. What you write is kept and sent when it is back.',
  },
};

/** The words that are there at once. */
export type FirstWords = typeof en;

/** The words of one language. Those of `more` are there before anything is that is loaded on demand. */
export type Words = FirstWords & MoreWords;
