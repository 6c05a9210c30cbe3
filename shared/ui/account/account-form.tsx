import { createSignal, Show } from 'solid-js';
import type { Outcome, Reason } from '#shared/core/reason.ts';
import type { RelayFacts } from '#shared/protocol/account-api.ts';
import { loginOf } from '#shared/protocol/login.ts';
import { useUi } from '../frame/ui.ts';
import { Banner } from '../kit/banner.tsx';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import styles from './account.module.css';
import { CodeField } from './code-field.tsx';
import { claimToken, missingIn, problemsOf } from './credentials.ts';
import { PasswordField } from './password-field.tsx';

interface AccountFormProps {
  readonly relay: string;
  /** What the relay said of itself; missing while it has not answered. */
  readonly facts: RelayFacts | undefined;
}

/** Sign in or create an account at a relay that is known. */
export const AccountForm = (props: AccountFormProps) => {
  const { client, words } = useUi();
  const adminToken = claimToken(location.hash);
  const [fresh, setFresh] = createSignal(adminToken !== undefined);
  const [login, setLogin] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [email, setEmail] = createSignal('');
  const [accessKey, setAccessKey] = createSignal('');
  const [code, setCode] = createSignal('');
  /** The relay wants one beside the password. */
  const [codeAsked, setCodeAsked] = createSignal(false);
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [refusal, setRefusal] = createSignal<Reason>();

  const typed = () => ({ login: loginOf(login()), password: password(), email: email().trim() });
  const problems = () => {
    if (!tried()) return {};
    if (fresh()) return problemsOf(typed(), words());
    return missingIn({ ...typed(), ...(codeAsked() && { code: code().trim() }) }, words());
  };
  const needsKey = () => props.facts?.registration === 'key' && adminToken === undefined;
  const closed = () => props.facts?.registration === 'closed' && adminToken === undefined;

  const create = (): Promise<Outcome> =>
    client.account.create({
      relay: props.relay,
      login: typed().login,
      password: password(),
      ...(typed().email === '' ? {} : { email: typed().email }),
      ...(needsKey() ? { accessKey: accessKey().trim() } : {}),
      ...(adminToken === undefined ? {} : { adminToken }),
    });

  const signIn = (): Promise<Outcome> =>
    client.account.signIn({
      relay: props.relay,
      login: typed().login,
      password: password(),
      ...(codeAsked() ? { code: code() } : {}),
    });

  const askCode = (asked: boolean) => {
    setCodeAsked(asked);
    setCode('');
    setTried(false);
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    setRefusal(undefined);
    if (busy() || Object.keys(problems()).length > 0) return;
    setBusy(true);
    const outcome = await (fresh() ? create() : signIn());
    setBusy(false);
    if (!outcome.ok && outcome.reason === 'second_factor_required') askCode(true);
    else if (!outcome.ok) setRefusal(outcome.reason);
    else if (adminToken !== undefined) history.replaceState(null, '', '#/');
  };

  const change = () => {
    setFresh(!fresh());
    askCode(false);
    setRefusal(undefined);
  };

  return (
    <form class={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <Show when={refusal()}>{(reason) => <Banner urgency="alert">{words().reasons[reason()]}</Banner>}</Show>
      <Show when={fresh() && adminToken !== undefined}>
        <Banner>{words().account.claim}</Banner>
      </Show>
      <Show when={fresh() && closed()}>
        <Banner>{words().account.closed}</Banner>
      </Show>
      <TextField
        label={words().account.login}
        value={login()}
        onInput={(typed) => {
          setLogin(typed);
          if (codeAsked()) askCode(false);
        }}
        autocomplete="username"
        autofocus
        error={problems().login}
        {...(fresh() ? { hint: words().account.loginHint } : {})}
      />
      <PasswordField value={password()} onInput={setPassword} fresh={fresh()} error={problems().password} />
      <Show when={codeAsked()}>
        <CodeField value={code()} onInput={setCode} error={problems().code} />
      </Show>
      <Show when={fresh()}>
        <Show when={needsKey()}>
          <TextField
            label={words().account.accessKey}
            hint={words().account.accessKeyHint}
            value={accessKey()}
            onInput={setAccessKey}
          />
        </Show>
        <TextField
          label={words().account.email}
          type="email"
          autocomplete="email"
          value={email()}
          onInput={setEmail}
          error={problems().email}
        />
      </Show>
      <Button type="submit" tone="primary" wide busy={busy()} disabled={fresh() && closed()}>
        {fresh() ? words().account.createAccount : words().account.signIn}
      </Button>
      <p class={styles.change}>
        {fresh() ? words().account.haveAccount : words().account.newHere}
        <Button tone="quiet" onClick={change}>
          {fresh() ? words().account.signIn : words().account.createAccount}
        </Button>
      </p>
    </form>
  );
};
