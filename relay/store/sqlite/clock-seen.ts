import type { ClockSeen } from '../store.ts';
import { type Connection, literal, slot } from './database.ts';
import type { Part } from './part.ts';

export const clockSeenOperations = ({ queries, prepare }: Connection): Part<'clockSeen' | 'saveClockSeen'> => {
  const setting = prepare(queries.selectFrom('settings').select('value').where('name', '=', literal('clock')));
  const put = prepare(queries.replaceInto('settings').values({ name: literal('clock'), value: slot<string>() }));

  return {
    clockSeen: () => {
      const found = setting.get();
      return found && (JSON.parse(found.value) as ClockSeen); // written below
    },
    saveClockSeen: (seen) => {
      put.run(JSON.stringify(seen));
    },
  };
};
