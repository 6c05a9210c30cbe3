import type { HoldWords } from './en-hold.ts';

export const holdRu: HoldWords = {
  hold: {
    reconnecting: 'Восстанавливаем связь',
    longReconnect: 'Связь пропала. Tincan пробует её вернуть.',
    audioOnly: 'Оставить только звук',
    paused: 'Пауза',
    pausedWhy: (name) => `${name}: телефон заблокирован, микрофон на паузе`,
    left: (name) => `${name}: страница закрыта`,
    leftWhy: 'Ждём возвращения',
    youLeft: 'Звонок идёт без вас',
    backToCall: 'Вернуться к звонку',
    onDevice: (device) => `Вы в звонке: ${device}`,
    moveHere: 'Перевести звонок сюда',
    moved: 'Звонок переведён на другое устройство',
    lost: 'Связь потеряна',
    lostWhy: 'Связь потеряна. Микрофон и камера выключены, пока вы не продолжите звонок.',
    resume: 'Продолжить звонок',
    returned: (name) => `${name} снова на связи. Микрофон и камера выключены, пока вы не продолжите звонок.`,
  },
};
