import type { RoomLoss } from '#shared/protocol/room.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

/** Why one is in a room no longer; completes “Ended: …”. */
const losses: Record<RoomLoss, string> = {
  removed: 'the host has removed you',
  refused: 'the host did not let you in',
  ended: 'the room is closed for everyone',
  moved: 'you are in a room in another window or on another device',
};

/** Calls of several people by link. */
export const roomsEn = {
  rooms: {
    create: 'Create room',
    hint: 'A call of up to six people. Whoever has its link and an account on this relay can join.',
    name: 'Name',
    nameHint: (name: string) => `Optional. Without one it is called “${name}”.`,
    nameOf: (login: string) => `${login}’s room`,
    oneByOne: 'Let people in one by one',
    oneByOneHint: 'Whoever has the link knocks, and comes in when you let them.',
    ready: 'The room is ready. Send its link to whoever should come.',
    copyLink: 'Copy link',
    notCopied: 'The browser did not copy it. Select the link and copy it yourself.',
    sendTo: 'Send to…',
    sendToWhom: 'Contacts to send the link to',
    sentTo: (names: string) => `Sent to ${names}.`,
    notSentTo: (names: string, reason: string) => `Not sent to ${names}. ${reason}`,
    join: 'Join',
    joinAgain: 'Join again',
    anyRoom: 'Room',
    looking: 'Looking at the room…',
    inside: (inside: number, most: number) => (inside === 0 ? 'Nobody inside yet' : `${inside} of ${most} inside`),
    knockFirst: 'The host lets you in.',
    over: 'This room has ended.',
    wrong: 'This is no link of a room on this relay.',
    kept: 'You have been removed from this room.',
    gone: 'That person is not there any more.',
    hostOnly: 'Only the host can do that.',
    youAreIn: 'You are inside.',
    leavesOther: (name: string) => `You are in “${name}”, and leave it when you join.`,
    joining: 'Joining',
    knocking: 'Waiting to be let in',
    knockingHint: 'Whoever is the host sees that you are here.',
    knockLost: 'The relay cannot be reached',
    knockLostHint: 'Nobody sees that you are here. You knock again by yourself as soon as the relay is back.',
    peopleInside: (count: number) => plural(count, { one: 'person inside', other: 'people inside' }),
    alone: 'Nobody else is here yet. Send the link to whoever should come.',
    ended: (why: string) => `Ended: ${why}`,
    left: 'you left',
    answeredCall: 'you answered a call',
    losses,
    leave: 'Leave',
    backTo: (name: string) => `Back to ${name}`,
    inRoom: (name: string) => `In the room ${name}`,
    people: 'People',
    chatHint: 'Whoever is inside now sees what is written here. It is kept nowhere, and gone for you when you leave.',
    host: 'Host',
    you: (login: string) => `${login} (you)`,
    wantsIn: (name: string) => `${name} wants to come in`,
    moreWait: (count: number) => `${plural(count, { one: 'more waits', other: 'more wait' })}`,
    waiting: 'Waiting to be let in',
    admit: 'Admit',
    remove: (name: string) => `Remove ${name}`,
    removeAsks: (name: string) => `Remove ${name} from the room?`,
    removeHint: 'They cannot come back by this link.',
    removeSure: 'Remove',
    invite: 'Invite',
    end: 'End room for everyone',
    endAsks: 'End the room for everyone?',
    endHint: 'Everybody is out of it at once, and its link leads nowhere any more.',
    blocked: 'blocked by you',
    blockedHere: (names: string) =>
      `In this room, and blocked by you: ${names}. In a room you see and hear each other.`,
    cutOff: 'The relay cannot be reached. Who is here stays connected; nobody can come in until it is back.',
  },
};

export type RoomsWords = typeof roomsEn;
