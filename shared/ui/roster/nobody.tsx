import { useUi } from '../frame/ui.ts';
import { Button } from '../kit/button.tsx';
import styles from './people.module.css';

/** Nobody is on the list yet. */
export const Nobody = () => {
  const { navigation, words } = useUi();
  return (
    <div class={styles.empty}>
      <h2>{words().addContact.nobodyYet}</h2>
      <p>{words().addContact.nobodyYetHint}</p>
      <Button tone="primary" onClick={() => navigation.go({ at: 'add-contact' })}>
        {words().people.addContact}
      </Button>
    </div>
  );
};
