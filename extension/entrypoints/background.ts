import { defineBackground } from 'wxt/utils/define-background';
import { onInstalled, openWelcome } from '../platform/pages.ts';

export default defineBackground(() => {
  onInstalled(() => void openWelcome());
});
