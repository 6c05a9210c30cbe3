import type { HoldWords } from './en-hold.ts';

export const holdRu: HoldWords = {
  hold: {
    paused: 'Пауза',
    pausedWhy: (name) => `${name}: телефон заблокирован, микрофон на паузе`,
    lost: 'Связь потеряна',
    lostWhy: 'Связь потеряна. Микрофон и камера выключены, пока вы не продолжите звонок.',
    resume: 'Продолжить звонок',
    returned: (name) => `${name} снова на связи. Микрофон и камера выключены, пока вы не продолжите звонок.`,
  },
};
