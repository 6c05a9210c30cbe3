export const stageEn = {
  stage: {
    more: 'More',
    pin: (what: string) => `Pin ${what}`,
    unpin: (what: string) => `Unpin ${what}`,
    enlarge: (what: string) => `Show ${what} large`,
    zoomable: (what: string) => `${what}. Zoom with + and −, move with the arrow keys, 0 shows all of it.`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Show all of it',
    moveSelf: 'Move your picture to another corner',
    hideSelf: 'Hide your picture',
    showSelf: 'Show your picture',
    smallWindow: 'Show in a small window',
    inSmallWindow: 'The call is also in a small window, over the others.',
    closeSmallWindow: 'Close the small window',
    full: 'You share as much as there is room for. Stop one of them first.',
    sharing: 'Sharing',
    shareOneMore: 'Share one more',
    stopThis: (what: string) => `Stop sharing ${what}`,
    own: { screen: 'your screen', tab: 'your tab' },
    kinds: { screen: 'Screens and windows', tab: 'Tabs' },
    contents: { text: 'Text', motion: 'Motion' },
    does: {
      text: 'Stays sharp. Where the connection is slow there are fewer frames.',
      motion: 'Stays smooth. Where the connection is slow it is less sharp.',
    },
    fps: 'Frames per second, at most',
  },

  note: {
    voice: 'Leave a voice note',
    video: 'Leave a video note',
    sent: 'The note is on its way.',
    notSent: (reason: string) => `The note was not sent. ${reason}`,
    yourPicture: 'Your picture',
    film: {
      recording: 'Recording',
      asking: 'The browser asks whether Tincan may use the camera and the microphone.',
      noMicrophone: (reason: string) => `No video note. ${reason}`,
      discard: 'Discard recording',
      send: 'Send video note',
    },
    file: 'Video note',
  },
};

export type StageWords = typeof stageEn;
