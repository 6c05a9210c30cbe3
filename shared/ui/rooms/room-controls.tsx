import { isOn } from '#shared/core/call/call.ts';
import { isSharing } from '#shared/core/call/share.ts';
import styles from '../call/call.module.css';
import { CameraControl, DeafenControl, ShareControl } from '../call/controls.tsx';
import { MicrophoneControl } from '../call/microphone-control.tsx';
import type { Shortcut } from '../call/shortcuts.ts';
import { useUi } from '../frame/ui.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { HangUpIcon } from '../kit/more-icons.ts';
import type { RoomPartProps } from './room-part.ts';

/** Does in the room what the button of the same name does. */
export const pressInRoom = (shortcut: Exclude<Shortcut, 'help'>, { rooms, room }: RoomPartProps): void => {
  switch (shortcut) {
    case 'microphone':
      return rooms.setMicrophone(!isOn(room.microphone));
    case 'camera':
      return rooms.setCamera(!isOn(room.camera));
    case 'deafen':
      return rooms.setDeafened(!room.deafened);
    case 'share':
      return isSharing(room) ? rooms.stopSharing() : rooms.shareScreen();
    case 'hangUp':
      return rooms.leave();
  }
};

/** What one can do inside of a room. */
export const RoomControls = (props: RoomPartProps) => {
  const { words } = useUi();
  return (
    <div class={styles.controls}>
      <MicrophoneControl microphone={props.room.microphone} onSet={(on) => props.rooms.setMicrophone(on)} />
      <CameraControl camera={props.room.camera} onSet={(on) => props.rooms.setCamera(on)} />
      <ShareControl
        sharing={isSharing(props.room)}
        onShare={() => props.rooms.shareScreen()}
        onStop={() => props.rooms.stopSharing()}
      />
      <DeafenControl deafened={props.room.deafened} onSet={(deafened) => props.rooms.setDeafened(deafened)} />
      <IconButton
        size="large"
        tone="end"
        icon={HangUpIcon}
        label={words().rooms.leave}
        onClick={() => props.rooms.leave()}
      />
    </div>
  );
};
