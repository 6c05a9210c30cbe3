import type { notificationsEn, reachEn } from './en-notifications.ts';

export const notificationsRu: typeof notificationsEn = {
  message: (name) => `Новое сообщение: ${name}`,
  missedCall: (name) => `Пропущенный звонок: ${name}`,
  answeredElsewhere: (name) => `Звонок от ${name}: ответили на другом устройстве`,
  declinedElsewhere: (name) => `Звонок от ${name}: отклонили на другом устройстве`,
  unbidden: 'Вам пытался позвонить кто-то не из ваших контактов',
};

export const reachRu: typeof reachEn = {
  asking: 'Спрашиваем браузер, может ли он звонить, когда Tincan закрыт…',
  reached: 'Это устройство звонит и тогда, когда Tincan закрыт.',
  unsupported:
    'Этот браузер не звонит, когда Tincan закрыт. iPhone и iPad звонят, если добавить Tincan на экран «Домой».',
  silent: 'Push-служба браузера не отвечает. Это устройство звонит, только пока Tincan открыт.',
  refused: 'Браузер отказывается звонить, когда Tincan закрыт. Это устройство звонит, только пока Tincan открыт.',
  unknown: 'Сервер не работает с push-службой этого браузера. Это устройство звонит, только пока Tincan открыт.',
  offline: 'Сервер недоступен: неизвестно, звонит ли это устройство, когда Tincan закрыт.',
};
