import { browser } from 'wxt/browser';
import type { CallCommand, CommandKeys } from '#shared/ui/host.ts';

const COMMANDS: readonly CallCommand[] = ['answer', 'mute', 'hang-up', 'share-tab'];

const isCommand = (name: string | undefined): name is CallCommand => COMMANDS.some((command) => command === name);

/** Must be called while the worker starts: a command may be what starts it. */
export const onCommands = (obey: (command: CallCommand) => void): void =>
  browser.commands.onCommand.addListener((name) => {
    if (isCommand(name)) obey(name);
  });

/** Those that this browser has, with the keys as the person has set them. */
export const commandKeys = async (): Promise<readonly CommandKeys[]> => {
  const all = await browser.commands.getAll();
  return all.flatMap(({ name, shortcut }) => (isCommand(name) ? [{ command: name, keys: shortcut ?? '' }] : []));
};

/** The browser's own page where keys are set. */
export const changeCommandKeys = async (): Promise<void> => {
  const { openShortcutSettings } = browser.commands as { openShortcutSettings?(): Promise<void> }; // Firefox has it
  if (openShortcutSettings) await openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
};
