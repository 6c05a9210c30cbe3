import type { AppEvent } from '../mind.ts';

/** Whether it takes the machine that runs calls to know what this means. Nothing else can begin a call. */
export const concernsCalls = (event: AppEvent): boolean => {
  switch (event.type) {
    case 'frame':
      switch (event.frame.type) {
        case 'call':
        case 'offer':
        case 'answer':
        case 'candidate':
        case 'restart':
        case 'leave':
          return true;
        default:
          return false;
      }
    case 'call-started':
    case 'call-answered':
    case 'waiting-declined':
    case 'ring-taken':
      return true;
    default:
      return false;
  }
};
