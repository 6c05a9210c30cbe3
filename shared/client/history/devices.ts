import type { History } from '../ports.ts';
import type { Connection } from './connection.ts';
import { write } from './write.ts';

/** The devices of people, as the relay last told them. */
export const deviceStore = (connection: Connection): Pick<History, 'devices' | 'saveDevices'> => ({
  devices: (account) => connection.run(async (db) => (await db.get('devices', account)) ?? []),
  saveDevices: (account, devices) =>
    connection.run((db) =>
      write(db, 'relaxed', ['devices'], async (transaction) => {
        await transaction.objectStore('devices').put(devices, account);
      }),
    ),
});
