import { createEffect, createResource, For, Show } from 'solid-js';
import { directConversation } from '#shared/protocol/conversation.ts';
import type { AccountId } from '#shared/protocol/ids.ts';
import { useUi } from '../frame/ui.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { chosenIn } from './chosen.ts';
import styles from './share-to.module.css';

/** Something was shared from another app: it waits in the conversation of whoever is chosen, to be looked at and sent. */
export const ShareTo = (props: { readonly self: AccountId }) => {
  const { client, host, navigation, state, words } = useUi();
  const taking = host.takeShared?.();
  const [shared] = createResource(async () => taking);
  const contacts = () => [...state().roster.contacts.values()].filter(({ relation }) => relation === 'contact');
  const hint = () => {
    const brought = shared();
    if (!brought) return words().common.loading;
    return brought.lost ? words().shareTo.lost : brought.text || words().shareTo.hint(brought.files.length);
  };

  let given = false;
  const give = async (person: AccountId) => {
    if (given) return;
    given = true;
    // A large file takes seconds to arrive.
    const { files = [], text = '', lost = false } = (await taking) ?? {};
    if (lost) return;
    const conversation = directConversation(props.self, person);
    if (text) {
      // After what has been typed there and not sent.
      const draft = await client.chat.draft(conversation);
      client.chat.saveDraft(conversation, draft ? `${draft}\n${text}` : text);
    }
    chosenIn(conversation, props.self).add(files);
    // The back button does not ask again.
    navigation.leave();
    navigation.go({ at: 'conversation', person });
  };
  // After a reload: it has been given to somebody.
  createEffect(() => {
    const taken = shared();
    if (taken && !taken.lost && taken.files.length === 0 && taken.text === '') navigation.leave();
  });

  return (
    <Dialog
      title={words().shareTo.title}
      description={hint()}
      closeLabel={words().common.close}
      onClose={navigation.leave}
    >
      <Show when={!shared()?.lost}>
        <Show when={contacts().length > 0} fallback={<p>{words().shareTo.nobody}</p>}>
          <ul class={styles.people}>
            <For each={contacts()}>
              {({ account, login }) => (
                <li>
                  <button type="button" class={styles.person} onClick={() => void give(account)}>
                    <Avatar name={login} />
                    <span>{login}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
    </Dialog>
  );
};
