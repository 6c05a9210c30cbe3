import type { ringingEn } from './en-ringing.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('ru');

export const ringingRu: typeof ringingEn = {
  ringing: {
    title: 'Звонок',
    quietHours: 'Тихие часы',
    quietHoursHint: 'Звонки видны, но не слышны, кроме тех, кто звонит всегда. По часам каждого устройства.',
    from: 'С',
    to: 'До',
    time: 'Сколько звонить',
    timeHint:
      'Потом звонящий узнаёт, что никто не ответил. Закрытый телефон просыпается несколько секунд: меньше 45 ему может не хватить.',
    usualTime: (seconds) => `Как на сервере (${seconds} с)`,
    seconds: (seconds) => `${seconds} с`,
    waiting: 'Звонки во время разговора',
    waitingHint:
      'Вы видите, кто звонит во время разговора, и можете переключиться. Выключено: звонящий узнаёт, что вы заняты.',
    of: (name) => `Как звонит ${name}`,
    open: 'Звонок',
    manner: 'Звонки от этого человека',
    manners: { ring: 'Со звуком', silent: 'Без звука', always: 'Всегда со звуком' },
    mannerHint: 'Звонки без звука видны, а пропущенные остаются в списке. «Всегда со звуком» действует и в тихие часы.',
    atDevices: (reached, count) =>
      `${reached}: ${plural(count, { one: 'устройство', few: 'устройства', many: 'устройств', other: 'устройства' })}`,
    switch: 'Переключиться',
    switchTo: (name) => `Завершить разговор и ответить: ${name}`,
    declineWaiting: (name) => `Отклонить звонок: ${name}`,
  },
};
