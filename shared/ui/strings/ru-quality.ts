import type { QualityWords } from './en-quality.ts';

export const qualityRu: QualityWords = {
  quality: {
    bars: { 4: 'хорошая', 3: 'средняя', 2: 'слабая', 1: 'плохая' },
    button: (bars) => `Связь: ${bars}. Подробности`,
    title: 'Связь',
    troubles: {
      slow: {
        mine: () => 'У вас медленное соединение.',
        theirs: (name) => `${name}: медленное соединение.`,
        between: () => 'Соединение медленное.',
      },
      busy: {
        mine: () => 'Ваше устройство перегружено.',
        theirs: (name) => `${name}: устройство перегружено.`,
        between: () => 'Одно из устройств перегружено.',
      },
      gaps: {
        mine: () => 'Ваш звук доходит с пропусками.',
        theirs: (name) => `${name}: звук доходит с пропусками.`,
        between: (name) => `${name}: звук доходит с пропусками.`,
      },
      delay: {
        mine: () => 'Большая задержка.',
        theirs: () => 'Большая задержка.',
        between: () => 'Большая задержка между вами.',
      },
    },
    remedies: {
      smaller: 'Ваше изображение отправляется уменьшенным.',
      'no-picture': 'Ваше изображение не отправляется, чтобы вас было слышно.',
    },
    lowData: 'Экономить трафик',
    lowDataWhy: 'Не больше 300 кбит/с: маленькое изображение и показ экрана с малым числом кадров.',
    measuring: 'Идёт измерение …',
    copy: 'Скопировать как JSON',
    copied: 'Скопировано',
    notCopied: 'Браузер не разрешил',
    score: 'Звук, из 4,4',
    delay: 'Туда и обратно',
    jitter: 'Дрожание',
    lostIn: 'Потеряно по пути к вам',
    lostOut: 'Потеряно по пути от вас',
    received: 'Принимается',
    sent: 'Отправляется',
    pictureIn: 'Изображение к вам',
    pictureOut: 'Изображение от вас',
    path: 'Путь',
    direct: 'прямой',
    relayed: 'через сервер TURN',
    none: 'нет',
    ms: (value) => `${value} мс`,
    kbps: (value) => `${value} кбит/с`,
    picture: (width, height, fps) => `${width} × ${height}, ${fps} в секунду`,
  },
};
