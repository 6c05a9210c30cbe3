import type { AccountId } from '#shared/protocol/ids.ts';
import { nameOf, useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { CameraIcon, PhoneIcon } from '../kit/icons.ts';

/** Call and video call, where no other call stands in the way. */
export const CallButtons = (props: { readonly person: AccountId }) => {
  const { host, state, words } = useUi();
  const name = () => nameOf(state(), props.person);
  const inCall = () => state().call.phase !== 'none' && state().call.phase !== 'ended';
  return (
    <>
      <IconButton
        label={words().people.call(name())}
        icon={PhoneIcon}
        disabled={inCall()}
        onClick={() => host.startCall(props.person, 'audio')}
      />
      <IconButton
        label={words().people.videoCall(name())}
        icon={CameraIcon}
        disabled={inCall()}
        onClick={() => host.startCall(props.person, 'video')}
      />
    </>
  );
};
