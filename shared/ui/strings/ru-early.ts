import type { EarlyWords } from './en-early.ts';

export const earlyRu: EarlyWords = {
  early: {
    showMe: 'Пусть контакты видят меня, пока идёт мой вызов',
    showMeHint: 'При видеозвонке ваше изображение видно ещё до ответа, без звука, тем, кто этого хочет.',
    seeCallers: 'Показывать звонящих до ответа',
    seeCallersHint: 'Вы видите контакты, которые это разрешили. От вас ничего не передаётся, и вы ничего не слышите.',
    seesYou: (name) => `${name} уже видит вас`,
  },
};
