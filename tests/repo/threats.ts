/** What is guarded against, and by which tests: files, and what is said in their names. */
export interface Threat {
  readonly row: number;
  readonly what: string;
  readonly tests: Readonly<Record<string, readonly string[]>>;
}

/**
 * The threat model of the product, row by row: strangers, people who are blocked, guests of the network, whoever steals the
 * disk, files and texts that attack a page, dependencies. `security.md row N` in the code is a row of this table.
 */
export const THREATS: readonly Threat[] = [
  {
    row: 1,
    what: 'Passwords: Argon2id with a key outside the database, renewed at sign-in; few at a time, then 503; calls do not wait for them',
    tests: {
      'tests/relay/accounts.test.ts': [
        'without the key that is kept beside the database',
        'one that was kept %s is good, and kept anew',
        'beyond two at work and 64 waiting there is no room',
      ],
      'tests/relay/sessions.test.ts': ['a password that was kept without the key is kept with it'],
      'tests/promise/network/logins.test.ts': ['sign-ins a second: others are answered'],
    },
  },
  {
    row: 2,
    what: 'What may be a password: 12 to 128 characters, none that is common',
    tests: {
      'tests/protocol/account.test.ts': ['a password has 12 to 128 characters'],
      'tests/relay/accounts.test.ts': ['%s is common'],
      'tests/relay/sessions.test.ts': ['the password %s is refused'],
      'tests/relay/admin.test.ts': ['from the environment that is easy to guess is refused'],
    },
  },
  {
    row: 3,
    what: 'Guessing: five free tries, then a wait of 1 s to 15 min; 20 a minute from an address; made-up logins fill no memory',
    tests: {
      'tests/relay/login-guard.test.ts': [
        'five are free, then the wait doubles',
        'in a day, each from another address',
        'many at the same time are looked at no more often',
        'is forgotten but for so many, without a timer for each',
        'wins a guess for as many passwords as are known logins',
      ],
      'tests/relay/accounts.test.ts': ['[SE16] at signing in as somebody leave them'],
      'tests/relay/http.test.ts': [
        'accounts and tries to sign in are counted for each address',
        'tries from one network of IPv6 are those of one address',
      ],
    },
  },
  {
    row: 4,
    what: 'Whether a login exists is told neither by the answer nor by its time',
    tests: {
      'tests/relay/sessions.test.ts': ['[SE2] an unknown login and a wrong password are answered alike'],
      'tests/promise/network/logins.test.ts': ['[SE2] an unknown login takes as long as a wrong password'],
    },
  },
  {
    row: 5,
    what: 'Registration is open, by key or closed, and limited for each address',
    tests: {
      'tests/relay/admin.test.ts': ['issues keys that each admit one person', 'a fresh relay writes a link'],
      'tests/relay/http.test.ts': ['accounts and tries to sign in are counted for each address'],
    },
  },
  {
    row: 6,
    what: 'Sessions: random tokens of which only the hash is kept, another every day, and an end',
    tests: {
      'tests/relay/sessions.test.ts': ['[SE1] registering gives a session token that is not among the data'],
      'tests/relay/accounts.test.ts': [
        '[SE3] a session ends after 30 days without use',
        '[SE3] a session ends 180 days after it began',
        'leaves the present one good until it is shown, and ten minutes longer',
        'that is never shown locks nobody out',
        'an old one ends 30 days after it was first shown',
      ],
      'tests/client/renewal.test.ts': ['is renewed every day, by one context for all'],
      'tests/relay/secrets.test.ts': ['[SE1] after everything that people do with them'],
    },
  },
  {
    row: 7,
    what: 'A revoked session has no socket a second later, and no ticket',
    tests: {
      'tests/relay/sessions.test.ts': ['[SE3] a revoked session closes its sockets'],
      'tests/relay/resumption.test.ts': ['[SE6] is not good when the device has been signed out'],
    },
  },
  {
    row: 8,
    what: 'Sockets open by a ticket: once, for 30 s, for one Origin, in the subprotocol',
    tests: {
      'tests/relay/sessions.test.ts': [
        '[SE4] a ticket opens one socket',
        '[SE4] a ticket is good for the Origin',
        '[SE4] a ticket is good in the subprotocol alone',
      ],
      'tests/relay/accounts.test.ts': ['[SE4] a ticket is good for 30 s'],
      'tests/relay/resumption.test.ts': ['[HE2] is good once'],
    },
  },
  {
    row: 9,
    what: 'Forged Origins',
    tests: {
      'tests/relay/sessions.test.ts': ['[SE4] no socket for a forged Origin'],
      'tests/relay/http.test.ts': ['the Origin "%s" may open a socket'],
    },
  },
  {
    row: 10,
    what: 'Frames: 64 KiB, well-formed; sockets and connections that say nothing are ended',
    tests: {
      'tests/relay/frames.test.ts': [
        '[ER2] a frame over 64 KiB closes the socket',
        '[HE3] connections that never become a socket',
      ],
      'tests/relay/hello.test.ts': ['[HE3] without hello within 5 s', '[HE5] a silent socket is closed'],
      'tests/promise/network/wire-fuzz.test.ts': ['inputs: the relay goes on'],
    },
  },
  {
    row: 11,
    what: 'Slow readers cost neither memory nor the time of others',
    tests: {
      'tests/relay/frames.test.ts': ['[ER4] a reader that leaves more than 1 MiB unread'],
      'tests/promise/network/slow-readers.test.ts': ['sockets that do not read'],
    },
  },
  {
    row: 12,
    what: 'Rates: of sockets, accounts, pairs, addresses',
    tests: {
      'tests/relay/gate.test.ts': ['[HT4] an address makes so many requests', '[HT4] who shows wrong tokens'],
      'tests/relay/frames.test.ts': [
        '[ER3] a request over its rate',
        '[ER3] all sockets of an account have one rate together',
      ],
      'tests/relay/rates.test.ts': [
        '[ER5] an account may ask for $what so often',
        '[ER6] signals have a rate of their own',
      ],
      'tests/relay/call-limits.test.ts': ['[CA11] invites are limited', '[CA11] an account has so many invites'],
      'tests/relay/roster.test.ts': ['[RO7] at most twenty new requests a day'],
      'tests/relay/prekeys.test.ts': ['[PK2] at most thirty of an account'],
      'tests/relay/typing.test.ts': ['[TY3] one a second of each account passes'],
      'tests/relay/presence.test.ts': ['[PR2] of one person at most one change a second'],
    },
  },
  {
    row: 13,
    what: 'So many sockets and devices of an account, and sockets of an address',
    tests: {
      'tests/relay/sessions.test.ts': [
        'an account has so many sockets and no more',
        'an address has so many sockets and no more',
        'a twenty-first device takes the place',
      ],
    },
  },
  {
    row: 14,
    what: 'A full mailbox refuses the sender, visibly; mail has an end',
    tests: {
      'tests/relay/mailbox.test.ts': ['[MB8] where a mailbox is full the sender is refused'],
      'tests/relay/store.test.ts': [
        '[MB8] a full mailbox takes nothing of the envelope',
        '[MB8] old mail is forgotten',
      ],
    },
  },
  {
    row: 15,
    what: 'People are found by exact login alone, or not at all where they choose so, and seen by contacts alone',
    tests: {
      'tests/relay/sessions.test.ts': ['a person is found by exact login or UID only'],
      'tests/relay/findable.test.ts': [
        '[RO8] is, for who has not met them, like nobody in whatever they ask',
        '[RO4] [RO8] gives nothing away by a block',
        '[RO8] is not found after a restart',
      ],
      'tests/e2e/web-app.spec.ts': ['[RO8] who does not want to be found is not found'],
      'tests/relay/presence.test.ts': ['[PR2] nothing is told to people who are no accepted contacts'],
      'tests/relay/prekeys.test.ts': ['[PK2] only contacts and oneself are asked for'],
    },
  },
  {
    row: 16,
    what: 'Whoever is blocked cannot tell',
    tests: {
      'tests/relay/blocked.test.ts': [
        '[RO4] [CA2] [CA17] is told of %s, whatever they ask',
        '[RO4] [MB7] is shown the same after a restart',
      ],
      'tests/relay/device-lists.test.ts': ['[DL4] [RO4] whoever is blocked neither hears of a new list'],
      'tests/relay/call-book.test.ts': ['[CA2] an answer does not tell a blocked caller'],
      'tests/relay/call-limits.test.ts': ['[CA14] a blocked caller is refused alike'],
    },
  },
  {
    row: 17,
    what: 'Rooms: nobody enters without the link; who waits learns of nobody and reaches nobody; who is removed stays out',
    tests: {
      'tests/relay/rooms.test.ts': [
        '[RM2] a room there is not and a wrong proof are refused alike',
        '[RM5] knocks, and gets no endpoint, no record and no signal',
        '[RM6] the creator, else whoever has been inside for the longest time',
        '[RM7] who is removed is lost at once and does not come back by the link',
        '[RM10] do not pass to or from a page that is not inside',
      ],
      'tests/relay/room.test.ts': ['nobody is inside twice or beyond the most, one hosts'],
      'tests/relay/room-accounts.test.ts': [
        '[RM1] [RM7] [RM8] of a relay that was %s a room is there',
        '[RM1] what a link shows is neither on the disk nor in the logs',
        '[RM12] an account looks, joins and knocks, and a wrong proof counts as well',
      ],
      'tests/relay/room-times.test.ts': ['[RM7] where a removal cannot be kept, nobody is removed'],
    },
  },
  {
    row: 18,
    what: 'Files: ciphertext at the relay; shown for what their first bytes are, never as a document',
    tests: {
      'tests/relay/blobs.test.ts': [
        '[BL5] no browser would show or keep it',
        '[BL3] all files of one account together take a GiB at most',
      ],
      'tests/core/polyglots.test.ts': [
        '[BL7] %s: nothing but what its beginning says',
        '[BL7] %s is only to be downloaded',
      ],
      'tests/e2e/files.spec.ts': [
        '[BL7] what only looks like a picture is never shown',
        '[BL7] a picture that is a page, too, is a picture',
      ],
      'tests/repo/markup.test.ts': ['no page of ours opens a file as a document'],
    },
  },
  {
    row: 19,
    what: 'The policy of pages; every browser test fails where a page breaks it',
    tests: {
      'tests/relay/http.test.ts': ['pages may do what the app needs and nothing else'],
      'tests/e2e/policy.spec.ts': ['a page refuses markup, code, styles and addresses'],
    },
  },
  {
    row: 20,
    what: 'Trusted Types: of the markup only what was compiled',
    tests: {
      'tests/repo/markup.test.ts': ['no text becomes markup or code', 'only the template of compiled markup passes'],
      'tests/e2e/policy.spec.ts': ['a page refuses markup, code, styles and addresses'],
      'tests/e2e/hostile-text.spec.ts': ['hostile texts arrive byte for byte on both clients'],
    },
  },
  {
    row: 21,
    what: "The extension's manifest",
    tests: {
      'tests/extension/manifest.test.ts': [
        'the manifest for Chromium says this and nothing else',
        'the manifest for Firefox says this and nothing else',
        'the %s build reaches no site before',
      ],
      'tests/e2e/policy.spec.ts': ['so does a page of the extension'],
    },
  },
  {
    row: 22,
    what: 'TURN credentials name nobody and end after an hour',
    tests: {
      'tests/relay/turn.test.ts': ['[TU1] welcomes each endpoint with credentials of its own'],
      'tests/relay/turn-server.test.ts': [
        '[TU1] refuses credentials that have ended',
        '[TU1] takes what is signed with %j while both are in use',
      ],
    },
  },
  {
    row: 23,
    what: 'The TURN server lets nobody into its own network',
    tests: {
      'tests/relay/turn-server.test.ts': [
        '[TU4] passes nothing on to %s',
        '[TU4] passes nothing on to such places by IPv6 either',
      ],
    },
  },
  {
    row: 24,
    what: 'Pushes go to push services alone, and to no address inside',
    tests: {
      'tests/relay/push/push-services.test.ts': [
        '[PU2] %s is not',
        '[PU2] %s and its like are inside',
        '[PU2] a name that leads inside leads nowhere',
      ],
      'tests/relay/push/push-sender.test.ts': ['[PU2] a known service is looked up by the relay'],
    },
  },
  {
    row: 25,
    what: 'The first administrator: a token of an hour, good once; a second factor beside the password; what they do is written down',
    tests: {
      'tests/relay/admin.test.ts': ['a fresh relay writes a link'],
      'tests/relay/second-factor.test.ts': [
        '[SE11] are those of RFC 6238, appendix B',
        '[SE12] takes a code where the password is right, and says so there alone',
        '[SE12] a code is good once, and none before it',
        '[SE12] are slowed down as those of a password are',
        '[SE12] are not given back by a right password',
        '[SE13] a recovery code stands for one, once',
        '[SE14] leaves neither the secret nor a recovery code in the database',
      ],
      'tests/relay/administration.test.ts': [
        '[SE15] turns off the second factor of whoever has lost it, not its own, and it is written down',
        'what administrators do is written down in a chain that shows where it was changed',
      ],
      'tests/e2e/second-factor.spec.ts': [
        '[SE11] turning it on takes the password and a code of the app',
        '[SE12] a fresh browser is asked for a code once the password is right',
        '[SE13] a recovery code lets in once',
      ],
    },
  },
  {
    row: 26,
    what: 'Dependencies: exact, without install scripts, without known faults',
    tests: {
      'tests/repo/lockfile.test.ts': ['every version is exact', 'of every package with an install script'],
      'tests/repo/audit.test.ts': ['no dependency in production has a known fault'],
      'tests/relay/deploy/image.test.ts': ['says of which packages, in which versions'],
    },
  },
  {
    row: 27,
    what: "No secret in a log or in the data, which only the relay's user may read",
    tests: {
      'tests/relay/secrets.test.ts': ['[SE1] after everything that people do with them'],
      'tests/promise/network/canaries.test.ts': [
        '[SE1] what people say, their passwords, tokens and e-mail are nowhere',
      ],
      'tests/relay/http.test.ts': ['the log has no token, no password and no whole address'],
    },
  },
  {
    row: 28,
    what: 'What has been fetched is forgotten',
    tests: {
      'tests/relay/mailbox.test.ts': ['[MB4] acknowledging forgets'],
      'tests/relay/blobs.test.ts': ['[BL4] it is gone once every device that was there has it'],
      'tests/relay/store.test.ts': ['[MB9] the end of a call forgets its record'],
    },
  },
  {
    row: 29,
    what: 'Logins: ASCII as RFC 8265 maps it, no two that look alike',
    tests: {
      'tests/protocol/account.test.ts': ['[SE5] %j is the login %s', '[SE5] %j is no login'],
      'tests/relay/accounts.test.ts': ['[SE5] %s and %s cannot both exist'],
    },
  },
];
