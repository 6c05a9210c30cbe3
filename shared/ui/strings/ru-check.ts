import type { Verdict, Way } from '#shared/core/network/verdict.ts';
import type { CheckWords } from './en-check.ts';

const ways: Record<Way, string> = { works: 'Работает', fails: 'Не проходит', absent: 'У этого сервера нет' };
const verdicts: Record<Verdict, string> = {
  anywhere: 'Из этой сети звонки проходят.',
  slow: 'Звонки проходят, но только по TCP: звук и изображение могут прерываться.',
  some: 'Звонки проходят в большинство сетей. Если сеть собеседника строгая, передать звонок нечем.',
  nowhere: 'Отсюда звонки проходят только внутри этой же сети.',
};

export const checkRu: CheckWords = {
  check: {
    title: 'Проверить звук, изображение и сеть',
    offer: 'Перед первым звонком: всё ли работает?',
    begin: 'Проверить',
    notNow: 'Не сейчас',
    settingsHint: 'Проверьте микрофон, динамик, камеру и сеть до звонка.',
    skip: 'Готово',
    hearMe: 'Записать шесть секунд',
    hearMeHint: 'Скажите что-нибудь и послушайте, как вас слышат другие. Запись остаётся в этом окне.',
    recording: 'Говорите…',
    playing: 'Так вы звучите.',
    tone: 'Проиграть проверочный звук',
    toneHint: 'Должны прозвучать три ноты.',
    show: 'Показать меня',
    hide: 'Выключить камеру',
    preview: 'Ваше изображение',
    network: 'Сеть',
    trying: 'Проверяем сеть…',
    again: 'Проверить сеть ещё раз',
    relay: 'До сервера и обратно',
    ms: (ms) => `${ms} мс`,
    stun: 'Прямой выход (STUN)',
    turnUdp: 'Через сервер (TURN, UDP)',
    turnTcp: 'Через сервер (TURN, TCP)',
    ways,
    verdicts,
  },
};
