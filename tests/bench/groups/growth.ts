import { type Curve, Growth } from '../curves.ts';
import type { Options } from '../options.ts';
import { CONTACTS, growContacts, growIdle, growMailbox, idleCounts } from '../scenarios/growth.ts';
import { bareWs, peer, rawUws } from '../servers/peers.ts';
import { tincan } from '../servers/tincan.ts';

/** Whether what more people, contacts and messages cost stays flat. */
export const measureGrowth = async (
  { quick, rounds }: Options,
  say: (text: string) => void,
): Promise<readonly Curve[]> => {
  const growth = new Growth();
  const all = idleCounts();
  const counts = quick ? all.slice(0, -1) : all;
  const most = Math.max(...counts);
  if (!quick && most < 50_000) say(`this machine lets one process hold ${most} sockets, so 50,000 are not tried`);
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    say(`round ${round + 1}: up to ${most} idle connections`);
    for (const contender of [peer, bareWs, rawUws, tincan]) await growIdle(contender, counts, growth);
    for (const contacts of quick ? CONTACTS.slice(0, -1) : CONTACTS) {
      say(`round ${round + 1}: a crowd with ${contacts} contacts each comes online`);
      await growContacts(tincan, contacts, growth);
    }
    say(`round ${round + 1}: mailboxes of up to 10,000`);
    await growMailbox(tincan, growth);
  }
  return growth.curves();
};
