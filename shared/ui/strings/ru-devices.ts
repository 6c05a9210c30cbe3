import type { DeviceKind } from '#shared/core/media/own-devices.ts';
import type { DevicesWords } from './en-devices.ts';

const names: Record<DeviceKind, string> = { microphone: 'Микрофон', loudspeaker: 'Динамик', camera: 'Камера' };

export const devicesRu: DevicesWords = {
  devices: {
    names,
    system: 'Как в системе',
    absent: (label) => `${label} (не подключено)`,
    kept: 'Хранится на этом устройстве. Что отключено, снова пойдёт в дело, когда подключится.',
    pick: 'Выбрать динамик…',
    gone: (name) => `«${name}»: отключено. Вместо него — то, что выбрано в системе.`,
    back: (name) => `«${name}»: снова подключено и используется.`,
    tryAgain: 'Попробовать снова',
  },
};
