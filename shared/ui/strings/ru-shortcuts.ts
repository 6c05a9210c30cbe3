import type { ShortcutWords } from './en-shortcuts.ts';

export const shortcutsRu: ShortcutWords = {
  shortcuts: {
    title: 'Клавиши',
    here: {
      microphone: 'Включить или выключить микрофон',
      camera: 'Включить или выключить камеру',
      deafen: 'Выключить или включить звук',
      share: 'Показать экран или прекратить',
      hangUp: 'Положить трубку',
      help: 'Эта справка',
    },
    anywhere: 'В любом окне этого браузера',
    commands: {
      answer: 'Ответить',
      mute: 'Включить или выключить микрофон',
      'hang-up': 'Положить трубку или отклонить',
      'share-tab': 'Показать вкладку, которая впереди',
    },
    unset: 'Где клавиш нет, их можно назначить.',
    change: 'Изменить эти клавиши',
  },
};
