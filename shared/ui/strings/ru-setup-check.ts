import { pluralIn } from './plural.ts';
import type { SetupCheckWords } from './setup-check.ts';
import { sizeWords } from './sizes.ts';

const plural = pluralIn('ru');
const size = (bytes: number): string => sizeWords(bytes, { locale: 'ru' });
const days = (count: number): string => plural(count, { one: 'день', few: 'дня', many: 'дней', other: 'дня' });
const seconds = (count: number): string =>
  plural(count, { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' });
const ms = (amount: number): string => `${Math.round(amount)} мс`;

export const setupCheckRu: SetupCheckWords = {
  hint: 'Проверяется всё, что нужно звонкам: сервер смотрит на себя, а этот браузер — на сервер. Ваши устройства будут вызваны один раз, без звука.',
  again: 'Проверить ещё раз',
  copy: 'Скопировать текстом',
  relay: 'Сервер',
  here: 'Из этого браузера',
  looking: 'Проверяем…',
  waiting: 'Ещё не готово',
  allWell: 'Всё в порядке.',
  summary: (failed, warnings) =>
    [
      ...(failed > 0 ? [plural(failed, { one: 'ошибка', few: 'ошибки', many: 'ошибок', other: 'ошибки' })] : []),
      ...(warnings > 0
        ? [
            plural(warnings, {
              one: 'предупреждение',
              few: 'предупреждения',
              many: 'предупреждений',
              other: 'предупреждения',
            }),
          ]
        : []),
    ].join(', '),
  states: { ok: 'В порядке', warning: 'Предупреждение', failed: 'Ошибка', skipped: 'Пропущено' },
  checks: {
    configuration: 'Переменные',
    port: 'Порт',
    'data-folder': 'Папка данных',
    disk: 'Диск',
    database: 'База данных',
    clock: 'Часы',
    address: 'Адрес',
    proxy: 'Прокси',
    certificate: 'Сертификат',
    health: 'Ответ',
    headers: 'Заголовки',
    socket: 'Сокет (WebSocket)',
    'push-keys': 'Ключи для push',
    'push-subject': 'Контакт для push',
    'push-services': 'Push-службы',
    stun: 'Сервер STUN',
    turn: 'Сервер TURN',
    'turn-udp': 'TURN по UDP',
    'turn-tcp': 'TURN по TCP',
    'turn-tls': 'TURN по TLS',
    'secure-here': 'Безопасная страница',
    'socket-here': 'Сокет (WebSocket)',
    'clock-here': 'Часы',
    'turn-udp-here': 'TURN по UDP',
    'turn-tcp-here': 'TURN по TCP',
    'turn-tls-here': 'TURN по TLS',
    'push-here': 'Подписка на push',
    'push-trip-here': 'Push туда и обратно',
  },
  found: {
    'configuration-read': 'все переменные годятся',
    'configuration-wrong': ({ said }) => `не годится: ${said}`,
    'relay-runs': ({ about }) => `сервер работает: ${about}`,
    'relay-stopped': ({ about }) => `свободен; на ${about} сервера нет, поэтому там ничего не проверено`,
    'port-taken': ({ about }) => `на ${about} что-то другое, не сервер`,
    'folder-private': ({ about }) => `${about} — только для пользователя сервера`,
    'folder-open': ({ about, said }) => `${about} доступно другим пользователям машины (права ${said})`,
    'folder-missing': ({ about }) => `${about} появится при первом запуске`,
    'folder-locked': ({ about }) => `этот пользователь не может читать и писать ${about}`,
    'disk-room': ({ amount }) => `свободно ${size(amount)}`,
    'disk-little': ({ amount }) => `свободно всего ${size(amount)}`,
    'disk-full': ({ amount }) => `полон: свободно ${size(amount)}`,
    'database-writes': ({ amount }) => `запись на диск заняла ${ms(amount)}`,
    'database-fails': ({ said }) => `записать нельзя (${said})`,
    'clock-right': ({ amount }) => `верны с точностью до ${Math.max(1, amount)} с`,
    'clock-wrong': ({ amount }) => `ошибаются на ${seconds(amount)}`,
    'clock-unknown': 'сверить их не с чем',
    'clock-agrees': ({ amount }) => `часы устройства и сервера сходятся с точностью до ${Math.max(1, amount)} с`,
    'clock-differs': ({ amount }) => `часы устройства и сервера расходятся на ${seconds(amount)}`,
    'address-fits': ({ about }) => `люди приходят на ${about}`,
    'address-local': ({ about }) => `${about}: только для этой машины`,
    'address-plain': ({ about }) => `${about} — не https, и браузеры не включат там микрофон`,
    'address-missing': ({ about }) => `люди приходят на ${about}, а в PUBLIC_URL этого нет`,
    'address-differs': ({ about, said }) => `вы пришли на ${about}, а PUBLIC_URL — ${said}`,
    'proxy-none': 'его нет, и он не ожидается',
    'proxy-trusted': 'сообщает, от чьего имени пришёл запрос, и ему верят',
    'proxy-not-trusted': 'перед сервером есть прокси, но сервер ему не верит: у всех один адрес и общие ограничения',
    'proxy-silent':
      'TRUST_PROXY — yes, а вы пришли без X-Forwarded-For: кто угодно мог бы прислать свой и выдать себя за другого',
    'proxy-hides-tls': 'не сообщает, что браузеры приходят по https, и их сокеты могут быть отвергнуты',
    'certificate-good': ({ about, amount }) => `для ${about}, срок: ${days(amount)}`,
    'certificate-ends': ({ about, amount }) => `для ${about} скоро кончится, срок: ${days(amount)}`,
    'certificate-ended': ({ about, amount }) => `для ${about} кончился, прошло: ${days(amount)}`,
    'certificate-untrusted': ({ about, said }) => `браузеры ему не верят на ${about}: ${said}`,
    'certificate-own': ({ about, amount }) =>
      `собственный для ${about}, срок: ${days(amount)}; браузеры о нём предупреждают`,
    'certificate-unreached': ({ about, said }) => `на ${about} нет TLS (${said})`,
    'certificate-none': 'без https он не нужен',
    'health-good': ({ about, amount }) => `${about} отвечает за ${ms(amount)}`,
    'health-bad': ({ about, said }) => `на ${about} сервер не отвечает (${said})`,
    'headers-whole': 'доходят все',
    'headers-missing': ({ about }) => `не доходят: ${about}`,
    'headers-other-host': ({ about, said }) => `странице разрешён сокет ${said}, а не ${about}`,
    'socket-opens': ({ amount }) => `открывается за ${ms(amount)}`,
    'socket-reached': ({ amount }) => `на Upgrade отвечает сам сервер, за ${ms(amount)}`,
    'socket-swallowed': ({ about, said }) => `обращение к ${about} не доходит до сервера (${said})`,
    'socket-shut': 'не открывается',
    'push-keys-kept': ({ about }) => `лежат в ${about}`,
    'push-keys-later': ({ about }) => `${about} появится, когда понадобится`,
    'push-keys-broken': ({ about, said }) => `${about} не читается (${said})`,
    'push-subject-set': ({ about }) => `указан: ${about}`,
    'push-subject-none': 'никто не указан',
    'push-services-answer': ({ about }) => `${about} отвечают`,
    'push-services-silent': ({ about, said }) => `не отвечают: ${about} (${said})`,
    'stun-answers': ({ about }) => `${about} отвечает`,
    'stun-silent': ({ about, said }) => `${about} не отвечает (${said})`,
    'stun-none': 'не указан',
    'stun-by-turn': 'его заменяют серверы TURN',
    'turn-answers': ({ about }) => `${about} принимает пароли сервера`,
    'turn-silent': ({ about, said }) => `${about} не отвечает (${said})`,
    'turn-refused': ({ about, said }) => `${about} не принимает пароли сервера (${said})`,
    'turn-full': ({ about, said }) => `на ${about} нет мест (${said})`,
    'turn-untrusted': ({ about, said }) => `браузеры не верят сертификату ${about} (${said})`,
    'turn-none': 'не указан: если обе сети строгие, звонка не будет',
    'turn-way-none': 'для этого сервер не указан',
    'turn-absent': 'сервер для этого не указан',
    'turn-carries': ({ amount }) => `передаёт, туда и обратно за ${ms(amount)}`,
    'turn-unreached': ({ about }) => `${about} отсюда не отвечает`,
    'turn-carries-nothing': ({ about }) => `${about} даёт адрес, но через него ничего не доходит`,
    secure: 'микрофон и уведомления могут работать',
    insecure: 'браузер не считает страницу безопасной: ни микрофона, ни уведомлений, ни шифрования',
    'push-subscribed': 'этот браузер получает push',
    'push-not-allowed': 'этому браузеру нельзя показывать уведомления',
    'push-unsupported': 'в этом браузере здесь нет push',
    'push-browser-silent': 'push-служба этого браузера ему не отвечает',
    'push-browser-refuses': 'этот браузер отказывается подписаться',
    'push-service-unknown': 'сервер не работает с push-службой этого браузера',
    'push-arrived': ({ amount }) => `пришёл через ${ms(amount)}`,
    'push-refused': 'push-служба его не приняла',
    'push-lost': 'push-служба приняла его, но ничего не пришло',
    'not-tried': 'не проверено',
  },
  fixes: {
    'configuration-wrong': 'Измените эту переменную там, где запускается сервер.',
    'port-taken': 'Остановите то, что там работает, или дайте серверу другой PORT.',
    'folder-open': ({ about }) => `Выполните: chmod -R go-rwx ${about}`,
    'folder-locked': ({ about }) =>
      `Запускайте сервер от имени владельца или отдайте папку его пользователю: chown -R USER ${about}`,
    'disk-little':
      'Освободите место или перенесите DATA_DIR на диск побольше. Меньшие BLOB_MAX_MIB и MAILBOX_DAYS занимают меньше.',
    'disk-full': 'Освободите место сейчас или перенесите DATA_DIR на диск побольше: сообщения и файлы не принимаются.',
    'database-fails':
      'Посмотрите на диск: он полон, только для чтения или неисправен? Подробности — в журнале сервера.',
    'clock-wrong': 'Пусть машина ставит часы по NTP: timedatectl set-ntp true',
    'clock-differs': 'Пусть и устройство, и сервер ставят часы по сети.',
    'clock-unknown': 'Их сверяют с push-службами, а те не ответили.',
    'address-plain':
      'Браузерам нужен https: поставьте впереди прокси с сертификатом или задайте TLS. Как — в README, “From a phone”.',
    'address-missing': ({ about }) => `Запускайте сервер с PUBLIC_URL=${about}`,
    'address-differs': ({ about }) =>
      `Если люди должны приходить и так, укажите это в PUBLIC_URL или добавьте https://${about} в ALLOWED_ORIGINS.`,
    'proxy-not-trusted': 'Запускайте сервер с TRUST_PROXY=yes и с HOST=127.0.0.1, чтобы никто не прошёл мимо прокси.',
    'proxy-silent':
      'Без прокси задайте TRUST_PROXY=no. Если он есть, пусть ставит X-Forwarded-For, а вы приходите по его адресу.',
    'proxy-hides-tls': 'Пусть прокси ставит X-Forwarded-Proto. nginx: proxy_set_header X-Forwarded-Proto $scheme;',
    'certificate-ends':
      'Продлите его и перезапустите то, что его отдаёт. Если он продлевается сам, выясните, почему не вышло.',
    'certificate-ended': 'Продлите его и перезапустите то, что его отдаёт: до тех пор никто не войдёт.',
    'certificate-untrusted':
      'Получите сертификат ровно на это имя от центра, который знают браузеры, и отдавайте всю цепочку (fullchain.pem).',
    'certificate-own': 'Дома этого хватит. Для других получите сертификат: README, “From a phone”.',
    'certificate-unreached':
      'Верно ли имя и открыт ли порт 443? Если машина не достаёт сама до себя по внешнему имени, проверьте с другой.',
    'health-bad': 'Запущен ли сервер, ведёт ли имя на эту машину и передаёт ли прокси запросы на его порт?',
    'headers-missing': 'Их снимает что-то перед сервером. Пусть прокси передаёт заголовки как есть.',
    'headers-other-host':
      'Пусть прокси сообщает, как пришёл браузер. nginx: proxy_set_header Host $host; proxy_set_header X-Forwarded-Proto $scheme; а сервер запускайте с TRUST_PROXY=yes',
    'socket-swallowed':
      'Пусть прокси передаёт Upgrade. nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
    'socket-shut':
      'Что-то между вами и сервером не пропускает WebSocket. nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; Или попробуйте из другой сети.',
    'push-keys-broken':
      'Верните файл из резервной копии или дайте серверу его читать. Если он потерян, удалите его: устройства подпишутся заново.',
    'push-subject-none':
      'Задайте VAPID_SUBJECT, например mailto:you@example.org, или PUBLIC_URL с https. Без этого некоторые push-службы ничего не принимают.',
    'push-services-silent':
      'Пусть сервер может выходить наружу на порт 443. До тех пор устройства там не звонят, пока Tincan закрыт.',
    'stun-silent': 'Верен ли адрес в ICE_SERVERS и выпускает ли межсетевой экран UDP?',
    'stun-none':
      'Укажите его в ICE_SERVERS или настройте TURN, он умеет и то и другое: README, “Calls between networks”.',
    'turn-silent': 'Работает ли coturn, верен ли адрес в TURN_URLS и открыт ли его порт в межсетевом экране?',
    'turn-refused':
      'TURN_SECRET и static-auth-secret в turnserver.conf должны совпадать; нужен use-auth-secret и верные часы у обоих.',
    'turn-full':
      'Увеличьте user-quota и total-quota в turnserver.conf или откройте больше портов (min-port, max-port).',
    'turn-untrusted': 'Дайте coturn сертификат на это имя со всей цепочкой: cert и pkey в turnserver.conf.',
    'turn-none': 'Настройте coturn: README, “Calls between networks”.',
    'turn-way-none':
      'Некоторые сети не пропускают ничего другого. Укажите сервер в TURN_URLS: README, “Calls between networks”.',
    'turn-unreached':
      'Откройте его порт в межсетевом экране и проверьте, что имя ведёт на адрес, видный снаружи. Если из другого места он отвечает, дело в этой сети.',
    'turn-carries-nothing':
      'Откройте порты UDP от min-port до max-port. За NAT задайте external-ip и allowed-peer-ip в turnserver.conf.',
    insecure: 'Откройте Tincan по https или как localhost на самой машине сервера.',
    'push-not-allowed': 'Разрешите уведомления в настройках и проверьте ещё раз.',
    'push-unsupported': 'Проверьте в браузере, где они есть. На iPhone сначала добавьте Tincan на экран «Домой».',
    'push-browser-silent': 'Проверьте в другом браузере. В некоторых push включается в настройках приватности.',
    'push-browser-refuses': 'Выйдите из приватного режима или разрешите уведомления ещё раз.',
    'push-service-unknown': 'Добавьте её адрес в PUSH_SERVICES.',
    'push-refused': 'Задайте в VAPID_SUBJECT свой адрес и проверьте, что сервер достаёт до push-служб.',
    'push-lost':
      'Разрешите браузеру работать в фоне и показывать уведомления и проверьте ещё раз: иногда push опаздывает.',
    'not-tried': 'Посмотрите, что не вышло выше, подождите минуту и проверьте ещё раз.',
  },
};
