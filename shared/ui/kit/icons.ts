// The only doors to lucide are this one, for what is there from the start, and `more-icons.ts`: each icon is its own
// import, so that a bundle holds the icons it shows and no more.
export { default as VerifiedIcon } from 'lucide-solid/icons/badge-check';
export { default as PhoneIcon } from 'lucide-solid/icons/phone';
export { default as SearchIcon } from 'lucide-solid/icons/search';
export { default as SettingsIcon } from 'lucide-solid/icons/settings';
export { default as AlertIcon } from 'lucide-solid/icons/triangle-alert';
export { default as PersonAddIcon } from 'lucide-solid/icons/user-plus';
export { default as CameraIcon } from 'lucide-solid/icons/video';
export { default as CloseIcon } from 'lucide-solid/icons/x';
