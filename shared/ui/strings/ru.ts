import type { CallOutcome } from '#shared/core/chat/timeline.ts';
import type { LinkEnd } from '#shared/core/link/link.ts';
import type { Reason } from '#shared/core/reason.ts';
import type { CallMedia } from '#shared/protocol/call.ts';
import type { FirstWords } from './en.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('ru');

const reasons: Record<Reason, string> = {
  bad_request: 'Сервер не понял запрос. Проверьте, что вы ввели.',
  bad_credentials: 'Нет такого логина или пароль неверный.',
  second_factor_required: 'Нужен ещё и код.',
  second_factor_wrong: 'Код неверный или уже использован.',
  unauthorized: 'Вы вышли. Войдите снова.',
  account_disabled: 'Администратор отключил эту учётную запись. Всё на этом устройстве остаётся.',
  last_admin: 'На сервере должен остаться хотя бы один администратор.',
  forbidden: 'Это вам не разрешено.',
  not_found: 'Нет никого с таким логином или UID.',
  login_taken: 'Этот логин занят. Выберите другой.',
  weak_password: 'Этот пароль легко угадать. Выберите длиннее или необычнее.',
  registration_closed: 'Этот сервер не принимает новых людей.',
  access_key_invalid: 'Ключ доступа неверный или истёк.',
  not_contact: 'Писать и звонить можно только тем, кто принял ваш запрос.',
  stale_devices: 'Устройства собеседника только что изменились. Попробуйте ещё раз.',
  mailbox_full: 'Ящик собеседника полон. Он освободится, когда вернётся одно из его устройств.',
  call_unknown: 'Этот звонок закончен.',
  call_over: 'Звонок закончен, или на него ответили на другом устройстве.',
  room_full: 'Комната заполнена.',
  endpoint_gone: 'Другого устройства больше нет на связи.',
  unanswered: 'На три звонка не ответили. Напишите или позвоните через несколько минут.',
  rate_limited: 'Слишком много попыток. Подождите немного и попробуйте снова.',
  too_large: 'Слишком длинно. Сократите.',
  files_full: 'Слишком много ваших файлов ещё не получено. Удалите часть из них или подождите.',
  too_many_connections: 'Подключено слишком много окон. Закройте одно и попробуйте снова.',
  unavailable: 'Сервер занят. Попробуйте через минуту.',
  disk_full: 'На сервере кончилось место. Ничего не принято.',
  internal: 'На сервере что-то сломалось. Попробуйте ещё раз.',
  offline: 'Сервер недоступен. Проверьте соединение и попробуйте снова.',
  not_a_relay: 'По этому адресу нет сервера Tincan этой версии.',
  storage_full: 'На этом устройстве нет места для сообщений.',
  storage_blocked: 'Браузер не даёт Tincan ничего хранить. Выйдите из приватного режима или разрешите данные сайта.',
  unconfirmed: 'Это устройство ещё не подтверждено: другие не поверят тому, что оно отправит.',
  link_refused: 'Устройства не договорились. Ничего не отправлено.',
  identity_changed: 'Личность этого человека изменилась. Сверьте числа, прежде чем продолжать.',
  unsealable: 'Сообщение не удалось открыть ключами этого устройства.',
  device_denied: 'Браузер не разрешил.',
  device_missing: 'Такого устройства не нашлось.',
  device_busy: 'Устройство занято другой программой.',
  cancelled: 'Отменено.',
  calls_unsupported: 'Звонки здесь не работают: в браузере нет WebRTC или он выключен. Другие ваши устройства звонят.',
  share_cancelled: 'Ничего не выбрано, ничего не показывается.',
  share_unsupported: 'Этот браузер не умеет это показывать.',
  already_shared: 'Эта вкладка уже показывается. Сначала остановите показ.',
  already_in_call: 'Вы уже в звонке.',
};

const call = (media: CallMedia): string => (media === 'video' ? 'видеозвонок' : 'звонок');

const outgoing: Record<CallOutcome, (media: CallMedia) => string> = {
  answered: (media) => `Исходящий ${call(media)}`,
  missed: (media) => `Исходящий ${call(media)}, нет ответа`,
  declined: (media) => `Исходящий ${call(media)}, отклонён`,
  cancelled: (media) => `Отменённый ${call(media)}`,
  busy: (media) => `Исходящий ${call(media)}, занято`,
  'no-answer': (media) => `Исходящий ${call(media)}, нет ответа`,
  failed: (media) => `Исходящий ${call(media)}, не удался`,
};

const incoming: Record<CallOutcome, (media: CallMedia) => string> = {
  answered: (media) => `Входящий ${call(media)}`,
  missed: (media) => `Пропущенный ${call(media)}`,
  declined: (media) => `Отклонённый ${call(media)}`,
  cancelled: (media) => `Пропущенный ${call(media)}`,
  busy: (media) => `Пропущенный ${call(media)}: вы были в другом звонке`,
  'no-answer': (media) => `Пропущенный ${call(media)}`,
  failed: (media) => `Входящий ${call(media)}, не удался`,
};

const linkEnds: Record<LinkEnd, string> = {
  'signed-out': 'Вы вышли.',
  'session-ended': 'На этом устройстве выполнен выход. Войдите снова.',
  disabled: reasons.account_disabled,
  'version-mismatch': 'Tincan здесь и сервер разных версий. Обновите страницу.',
};

export const ru: FirstWords = {
  locale: 'ru',
  reasons,
  linkEnds,

  common: {
    cancel: 'Отмена',
    close: 'Закрыть',
    back: 'Назад',
    tryAgain: 'Ещё раз',
    copy: 'Скопировать',
    copied: 'Скопировано',
    loading: 'Загрузка…',
    dismiss: 'Убрать',
    more: 'Ещё',
    broken: 'В Tincan что-то сломалось. Обновите страницу: отправленное и полученное сохранено.',
    reload: 'Обновить',
  },

  people: {
    settings: 'Настройки',
    verified: 'личность проверена',
    title: 'Люди',
    search: 'Поиск',
    addContact: 'Добавить контакт',
    newRoom: 'Новая комната',
    roomLink: 'Ссылка на комнату',
    unread: (count) =>
      plural(count, {
        one: 'непрочитанное сообщение',
        few: 'непрочитанных сообщения',
        many: 'непрочитанных сообщений',
        other: 'непрочитанных сообщений',
      }),
    call: (name) => `Позвонить: ${name}`,
    videoCall: (name) => `Видеозвонок: ${name}`,
    you: 'Вы: ',
  },

  presence: {
    online: 'В сети',
    inCall: 'В звонке',
    away: 'Нет на месте',
    offline: 'Не в сети',
    connecting: 'Соединение…',
    typing: 'печатает…',
    lastSeen: (when) => `Последний раз в сети: ${when}`,
    justNow: 'только что',
    minutesAgo: (count) => `${plural(count, { one: 'минуту', few: 'минуты', many: 'минут', other: 'минут' })} назад`,
    hoursAgo: (count) => `${plural(count, { one: 'час', few: 'часа', many: 'часов', other: 'часов' })} назад`,
    onDay: (day) => day,
  },

  chat: {
    you: 'Вы',
    message: 'Сообщение',
    send: 'Отправить',
    sent: 'Отправлено',
    delivered: 'Доставлено',
    read: 'Прочитано',
    queued: 'Ждёт отправки',
    notSent: (reason) => `Не отправлено. ${reason}`,
    today: 'Сегодня',
    yesterday: 'Вчера',
    log: (name) => `Переписка: ${name}`,
    jump: 'К новым сообщениям',
    jumpUnread: (count) =>
      `К новым сообщениям, ${plural(count, {
        one: 'непрочитанное сообщение',
        few: 'непрочитанных сообщения',
        many: 'непрочитанных сообщений',
        other: 'непрочитанного сообщения',
      })}`,
    unread: 'Непрочитанные сообщения',
    older: 'Загружаются прежние сообщения…',
    empty: (name) => `Поздоровайтесь: ${name}`,
    emptyHint: 'Сообщения запечатываются на вашем устройстве. Сервер не может их прочесть.',
    choose: 'Выберите, кому написать или позвонить.',
    notContact: 'Писать и звонить можно, когда вы станете контактами.',
    blocked: (name) => `Вы заблокировали ${name}. Разблокировать можно в настройках.`,
    from: (name) => `${name}:`,
    messageMenu: 'Что сделать с сообщением',
    deleted: 'Сообщение удалено',
    edited: 'изменено',
    saveEdit: 'Сохранить',
    outgoing,
    incoming,
  },

  files: {
    attach: 'Прикрепить файл',
    drop: 'Отпустите файлы здесь, чтобы отправить',
    image: 'Изображение',
    video: 'Видео',
    audio: 'Звук',
    voice: 'Голосовое сообщение',
    file: 'Файл',
    record: 'Записать голосовое сообщение',
  },

  disappearing: {
    mark: 'Исчезнет',
    set: (after) => `Сообщения исчезают через ${after}`,
    setOff: 'Сообщения больше не исчезают',
    setBy: (name, after) => `${name}: сообщения будут исчезать через ${after}`,
    setOffBy: (name) => `${name}: исчезающие сообщения выключены`,
    youSet: (after) => `Вы включили исчезающие сообщения: через ${after}`,
    youSetOff: 'Вы выключили исчезающие сообщения',
  },

  link: {
    connecting: 'Соединяемся с сервером…',
    offline: 'Нет связи с сервером. Всё, что вы напишете, сохранится и уйдёт, когда она вернётся.',
  },
};
