import type { CallMedia } from '#shared/protocol/call.ts';
import { adminEn } from './en-admin.ts';
import { checkEn } from './en-check.ts';
import { devicesEn } from './en-devices.ts';
import { earlyEn } from './en-early.ts';
import { endingsEn } from './en-endings.ts';
import { holdEn } from './en-hold.ts';
import { messagesEn } from './en-messages.ts';
import { notificationsEn, reachEn } from './en-notifications.ts';
import { qualityEn } from './en-quality.ts';
import { ringTestEn } from './en-ring-test.ts';
import { ringingEn } from './en-ringing.ts';
import { roomsEn } from './en-rooms.ts';
import { shortcutsEn } from './en-shortcuts.ts';
import { soundEn } from './en-sound.ts';
import { stageEn } from './en-stage.ts';
import { welcomeEn } from './en-welcome.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

/** What the screens say that are loaded on demand. */
export const moreEn = {
  ...messagesEn,
  ...checkEn,
  ...devicesEn,
  ...earlyEn,
  ...holdEn,
  ...qualityEn,
  ...ringingEn,
  ...ringTestEn,
  ...adminEn,
  ...roomsEn,
  ...shortcutsEn,
  ...stageEn,
  ...soundEn,
  ...welcomeEn,
  endings: endingsEn,
  account: {
    tagline: 'Private calls between people who know each other.',
    signIn: 'Sign in',
    createAccount: 'Create account',
    login: 'Login',
    loginHint: '2 to 32 characters: a–z, 0–9, dot, dash, underscore.',
    loginMissing: 'Type your login.',
    passwordMissing: 'Type your password.',
    loginWrong: 'A login has 2 to 32 characters: a–z, 0–9, dot, dash, underscore.',
    password: 'Password',
    passwordHint: 'At least 12 characters.',
    passwordShort: 'A password has at least 12 characters.',
    code: 'Code of your authenticator app',
    codeHint: 'Six digits. Each is good once.',
    codeMissing: 'Type the code.',
    recoveryCode: 'Recovery code',
    recoveryCodeHint: 'One of those you kept when you turned the second factor on. Each is good once.',
    useRecoveryCode: 'Use a recovery code',
    useApp: 'Use the authenticator app',
    showCharacters: 'Show characters',
    hideCharacters: 'Hide characters',
    email: 'E-mail (optional)',
    emailWrong: 'This does not look like an e-mail address.',
    accessKey: 'Access key',
    accessKeyHint: 'This relay gives accounts to people with a key. Ask its administrator for one.',
    closed: 'This relay takes no new accounts. Sign in with one you have.',
    insecure:
      'Browsers let Tincan seal messages and use the microphone only over https, or on the machine itself at localhost. Open this relay at its https address.',
    claim: 'This relay is new: the account you create now will administer it.',
    revoked: 'This device was signed out from another one. Sign in to come back.',
    newHere: 'New here?',
    haveAccount: 'Have an account?',
    relay: 'Relay address',
    relayHint: 'The address of the Tincan relay you share with your people, such as https://tincan.example',
    relayWrong: 'This does not look like an address.',
    connect: 'Connect',
    changeRelay: 'Change relay',
    at: (relay: string) => `at ${relay}`,
  },

  addContact: {
    nobodyYet: 'No people yet',
    nobodyYetHint: 'Add someone by their exact login or UID. When they accept, you can write and call.',
    title: 'Add contact',
    hint: 'Their exact login or UID.',
    find: 'Find',
    nobody: 'There is nobody with this login or UID. Logins must match exactly.',
    self: 'This is you.',
    already: 'Already on your list.',
    sent: 'Request sent. They will see it when they come online.',
    asked: 'They have asked you. Accept?',
    blocked: 'You have blocked this person. Unblock them in Settings first.',
  },

  requests: {
    title: 'Requests',
    wantsYou: 'wants to be your contact',
    accept: 'Accept',
    decline: 'Decline',
    waiting: 'Waiting for an answer',
    cancel: 'Cancel request',
  },

  contact: {
    remove: 'Remove contact',
    removeAsks: (name: string) => `Remove ${name}?`,
    removeHint: 'You will no longer be able to write to or call each other. Your messages stay on this device.',
    block: 'Block',
    blockAsks: (name: string) => `Block ${name}?`,
    blockHint: 'They will not be told. You can unblock them in Settings.',
    copyUid: 'Copy UID',
  },

  shareTo: {
    title: 'Send to whom?',
    hint: (count: number) => plural(count, { one: 'file is ready', other: 'files are ready' }),
    nobody: 'You have no contacts yet. Add someone first.',
    lost: 'What was shared could not be kept: this device may have no space left. Free some, and share it again.',
  },

  search: {
    messages: 'Messages',
    typeWords: 'Type a word or its beginning.',
    searching: 'Searching…',
    none: (query: string) => `No messages with “${query}”.`,
    count: (count: number, more: boolean) =>
      more
        ? `The newest ${plural(count, { one: 'message', other: 'messages' })}`
        : plural(count, { one: 'message', other: 'messages' }),
    more: 'Show more',
    inConversation: 'Search messages',
    within: (name: string) => `Search messages with ${name}`,
    end: 'Close search',
  },

  archive: {
    contents: (items: number, files: number) =>
      `${plural(items, { one: 'message or call', other: 'messages and calls' })}, ${plural(files, { one: 'file', other: 'files' })}.`,
    progress: (count: number, total: number) => `${count} of ${total}`,
    export: {
      open: 'Export messages',
      openAll: 'Export everything',
      title: (name?: string) => (name === undefined ? 'Export everything?' : `Export messages with ${name}?`),
      hint: 'You get a zip with the messages as text (JSON) and the files that are on this device. Nothing in it is sealed: keep it safe.',
      confirm: 'Export',
      done: 'Exported. The zip is among your downloads.',
      cancelled: 'Cancelled. Nothing was exported.',
    },
    erase: {
      open: 'Delete messages',
      openAll: 'Delete all messages',
      title: (name?: string) => (name === undefined ? 'Delete all messages?' : `Delete messages with ${name}?`),
      hint: 'Messages, calls, files and drafts are deleted from this device and cannot be brought back. Others keep theirs, and your contacts stay.',
      confirm: 'Delete',
      done: 'Deleted.',
      cancelled: 'Cancelled. What was deleted until then, the oldest, stays deleted.',
    },
  },

  call: {
    incoming: (name: string, media: CallMedia) =>
      media === 'video' ? `${name} is calling with video` : `${name} is calling`,
    answer: 'Answer',
    answerWithVideo: 'Answer with video',
    decline: 'Decline',
    answering: 'Answering…',
    calling: 'Calling',
    notified: 'Notified',
    ringing: 'Ringing',
    connecting: 'Connecting',
    connected: 'Connected',
    ended: (why: string) => `Ended: ${why}`,
    answeredElsewhere: 'answered on another device',
    declinedElsewhere: 'declined on another device',
    hangUp: 'Hang up',
    mute: 'Mute microphone',
    unmute: 'Unmute microphone',
    cameraOn: 'Turn camera on',
    cameraOff: 'Turn camera off',
    deafen: 'Deafen',
    undeafen: 'Undeafen',
    shareScreen: 'Share screen',
    shareNoSound: 'Share screen. This browser offers a screen or a window, without sound.',
    stopSharing: 'Stop sharing',
    youShare: { screen: 'You are sharing your screen', tab: 'You are sharing a tab' },
    shareStarting: 'Choose what to share…',
    theirShare: (name: string) => ({ screen: `${name}’s screen`, tab: `${name}’s tab` }),
    volumeOf: (name: string) => `Volume of ${name}`,
    shareVolume: 'Volume of what is shared',
    fullscreen: 'Full screen',
    leaveFullscreen: 'Leave full screen',
    chat: 'Chat',
    hideCall: 'Back to messages',
    showCall: 'Show call',
    inCall: (name: string) => `In a call with ${name}`,
    elsewhere: 'In another window',
    muted: (name: string) => `${name} is muted`,
    noMicrophone: (name: string) => `${name} has no microphone`,
    deafened: 'You are deafened: you hear nothing and nobody hears you.',
    turnOnSound: 'Turn on sound',
    soundBlocked: 'The browser keeps the sound off until you allow it.',
    callAgain: 'Call again',
    callBack: 'Call back',
    write: (name: string) => `Write to ${name}`,
    lasted: (duration: string) => `The call lasted ${duration}`,
    none: 'No call here. Start one from the Tincan button in the toolbar.',
    microphone: {
      asking: 'The browser asks whether Tincan may use the microphone. Until you answer it, you are not heard.',
      device_denied:
        'The browser does not allow the microphone, so you are not heard. Allow it next to the address, then try again.',
      device_missing: 'No microphone was found, so you are not heard. Plug one in, and it is used.',
      device_busy: 'Another program holds the microphone, so you are not heard. Close it there, then try again.',
      other: 'The microphone could not be started, so you are not heard.',
    },
    camera: {
      asking: 'The browser asks whether Tincan may use the camera. Until you answer it, you are not seen.',
      device_denied:
        'The browser does not allow the camera, so you are not seen. Allow it next to the address, then try again.',
      device_missing: 'No camera was found, so you are not seen. Plug one in, then try again.',
      device_busy: 'Another program holds the camera, so you are not seen. Close it there, then try again.',
      other: 'The camera could not be started, so you are not seen.',
    },
  },

  share: {
    tab: 'Share this tab',
    instead: 'Share a screen or window',
    tabUnsupported: 'This browser cannot share a tab with its sound. It offers a screen or a window, without sound.',
    failed: (reason: string) => `Not sharing. ${reason}`,
  },

  identity: {
    someDevice: 'another device',
    yourself: 'your own account',
    unconfirmed: 'This device is not confirmed.',
    unconfirmedHint: 'You see your contacts, but you cannot write or call yet, and nobody can reach you here.',
    confirmThis: 'Confirm this device',
    byDevice: 'With another device of yours',
    byDeviceHint: 'Open Tincan there. It asks about this device; then compare six digits on both.',
    code: 'Code of this device, for the camera of the other one',
    codeHint: 'If it does not ask: scan or type this code there, in Settings, Devices.',
    linkByCode: 'Confirm by code',
    linkByCodeHint: 'A device that has just signed in shows it under “Confirm this device”.',
    typeCode: 'Code',
    scanCode: 'Scan with the camera',
    scanning: 'Hold the camera on the code of the new device.',
    noCode: 'No new device of yours has this code. Look at it once more.',
    startOver: 'Start over',
    startOverHint: 'If you have lost every other device. Your contacts are told that your identity has changed.',
    startOverAsks: 'Your other devices will have to be confirmed anew, and contacts who verified you must do so again.',
    startOverSure: 'Start over with a new identity',
    signedIn: (device: string) => `A new device signed in: ${device}. Is it yours?`,
    confirm: 'Confirm',
    confirmDevice: (device: string) => `Confirm ${device}`,
    notMine: 'Not mine',
    notMineDevice: (device: string) => `${device} is not mine`,
    linking: (device: string) => `Confirm ${device}`,
    calling: (device: string) => `Open Tincan on ${device} and leave both open.`,
    compare: (device: string) => `Does ${device} show the same digits?`,
    agreed: (device: string) => `Now say so on ${device}, too.`,
    withHistory: 'Send the messages of this device along',
    same: 'They are the same',
    differ: 'They differ',
    moving: 'Keys, contacts and messages are on their way…',
    done: { giver: 'The device is confirmed.', taker: 'This device is confirmed.' },
    doubts: {
      ghost: (name: string) =>
        `The relay offers a device of ${name} that ${name} has not confirmed. Nothing was sent to it.`,
      older: (name: string) => `The relay shows an old device list of ${name}. It is not used.`,
      contradicting: (name: string) =>
        `The relay shows two different device lists of ${name}. The newer one is not used.`,
      split: (name: string) =>
        `The relay shows others another device list of ${name} than you. Do not trust this relay.`,
      withheld: (name: string) => `The relay keeps back the newest device list of ${name}.`,
      unsigned: (name: string) =>
        `The relay shows a device list of ${name} that ${name} has not signed. It is not used.`,
    },
  },

  recovery: {
    title: 'Recovery key',
    hint: '24 words that give you your identity and your contacts back when you have lost every device. Not your messages.',
    none: 'You have none yet.',
    since: (day: string) => `You have one since ${day}.`,
    notHere: 'You can make one once this device is confirmed.',
    make: 'Make a recovery key',
    makeAnew: 'Make a new recovery key',
    replaces: 'The one that you have stops working.',
    secret:
      'Have pen and paper ready. Whoever has the words and your password can be you: keep them where nobody else looks, and in no file or photograph. They are shown once.',
    show: 'Show the words',
    words: 'The words of your recovery key',
    writeDown: 'Write them down in this order.',
    written: 'I have written them down',
    check: 'Type three of them, so that you know they are there.',
    word: (number: number) => `Word ${number}`,
    wrongWord: (number: number) => `This is not word ${number}. Look at your paper.`,
    showAgain: 'Show the words again',
    finish: 'Check and finish',
    ready: 'Your recovery key is ready. Keep the paper safe.',
    way: 'With your recovery key',
    wayHint: 'The 24 words that you wrote down on another device.',
    have: 'I have my recovery key',
    field: 'The 24 words',
    fieldHint: 'In their order. Capitals, spaces and numbers do not matter.',
    restore: 'Restore',
    wrong: {
      count: (count: number) => `A recovery key has 24 words, and these are ${count}.`,
      word: (number: number, word: string) =>
        `Word ${number}, “${word}”, is not in the list of words. Look at its spelling.`,
      checksum:
        'Each word is known, but together they are no recovery key: one is another, or two have changed places.',
      missing: 'There is no backup of this account for a recovery key.',
      'other-key': 'This recovery key does not open the backup of this account. Perhaps a newer one was made.',
      replaced:
        'This account has started over with a new identity since. The recovery key brings back the former one, which nobody believes any more.',
    },
  },

  verification: {
    open: (name: string) => `Verify ${name}`,
    title: (name: string) => `Verify ${name}`,
    hint: (name: string) =>
      `If ${name} sees the same digits here, nobody stands between you. Compare them side by side or in a call, not in messages.`,
    code: 'Your code, for the camera of the other device',
    digits: 'Digits to compare',
    comparing: 'Working out the digits…',
    mark: 'Mark as verified',
    unmark: 'Remove the mark',
    isVerified: (name: string) => `You have verified ${name}.`,
    scan: (name: string) => `Scan the code of ${name}`,
    scanning: (name: string) => `Hold the camera on the code that ${name} shows.`,
    stopScanning: 'Stop the camera',
    noCamera: (reason: string) => `No camera. ${reason}`,
    fits: (name: string) => `The codes fit. ${name} is verified.`,
    differs: (name: string) =>
      `The codes do not fit: this is another identity than the relay shows as ${name}. Somebody may stand between you, or it is the code of somebody else.`,
    changed: (name: string) => `The identity of ${name} has changed.`,
    changedHint: (name: string) =>
      `You had verified ${name}. A new identity comes with a fresh start after all devices were lost, or from somebody who pretends to be ${name}. Nothing is sent until you decide.`,
    again: 'Verify again',
    anyway: 'Send anyway',
    replaced: (name: string) =>
      `${name} has a new identity: all former devices were lost, or it is somebody else. Verify to be certain.`,
    understood: 'Understood',
  },

  settings: {
    title: 'Settings',
    account: 'Account',
    uid: 'UID',
    uidHint: 'People can add you by your login or by this, while you let them find you.',
    copyUid: 'Copy UID',
    look: 'Look and language',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
    devices: 'Devices',
    devicesHint: 'Where your account is signed in. Revoking signs a device out at once.',
    thisDevice: 'This device',
    standings: { confirmed: 'Confirmed', unconfirmed: 'Not confirmed: it cannot write or call' },
    lastUsed: (when: string) => `Last used ${when}`,
    revoke: (device: string) => `Revoke ${device}`,
    revokeShort: 'Revoke',
    notifications: 'Notifications',
    notificationsHint: 'So that you notice a call while you look at something else.',
    notificationsAllow: 'Allow notifications',
    notificationsOn: 'Calls are shown as notifications while Tincan is open in the background.',
    notificationsOff: 'The browser does not allow notifications. You can change that next to the address.',
    privacy: 'Privacy',
    readReceipts: 'Read receipts',
    readReceiptsHint: 'Others see that you have read their messages, and you see it of them. Off: neither.',
    typing: 'Typing',
    typingHint: 'Others see that you are writing to them, and you see it of them. Off: neither.',
    earlyPath: 'Connect while it rings',
    earlyPathHint:
      'Calls begin at once. A contact’s device learns your network address before you answer. Off: only then, and until then a server in between connects you, if there is one.',
    blocked: 'Blocked people',
    unblock: (name: string) => `Unblock ${name}`,
    unblockShort: 'Unblock',
    storage: 'Storage',
    storageNote: (used: string) => `Messages are kept on this device and take ${used}. Signing out deletes them here.`,
    persisted: 'The browser keeps it until you delete it.',
    notPersisted: 'The browser may clear it when the device runs out of space.',
    persist: 'Keep it',
    storageUnknown: 'Messages are kept on this device. Signing out deletes them here.',
    signOut: 'Sign out',
    signOutAsks: 'Sign out of this device?',
    signOutHint: 'Everything stored on this device is deleted: messages, calls and keys. It cannot be brought back.',
    signOutUnrecoverable:
      'You have no recovery key: without another device of yours your identity is lost, and your contacts are told so when you come back.',
  },

  /** Shown by the system, over other programs. */
  notifications: notificationsEn,
  reach: reachEn,
};

export type MoreWords = typeof moreEn;
