import { expect, test } from 'vitest';
import { directConversation } from '#shared/protocol/conversation.ts';
import { chosenIn } from '#shared/ui/files/chosen.ts';
import { ann, bo, cy } from '#tests/fakes/ids.ts';

const withBo = directConversation(ann, bo);
const picture = new File(['picture'], 'picture.png');

test('files that were chosen wait in their conversation, whatever is on the screen meanwhile', () => {
  chosenIn(withBo, ann).add([picture]);
  expect(chosenIn(directConversation(ann, cy), ann).files()).toEqual([]);
  expect(chosenIn(withBo, ann).files()).toEqual([picture]);
});

test('those that were sent are there no more', () => {
  chosenIn(withBo, ann).clear();
  expect(chosenIn(withBo, ann).files()).toEqual([]);
});

test('nobody finds those of whoever was signed in before', () => {
  chosenIn(withBo, ann).add([picture]);
  expect(chosenIn(withBo, bo).files()).toEqual([]);
  expect(chosenIn(withBo, ann).files()).toEqual([]);
});
