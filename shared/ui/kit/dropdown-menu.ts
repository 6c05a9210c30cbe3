/** The parts of a menu, for one that holds more than lines of words (`menu.tsx`). Load what uses it on demand. */
export { DropdownMenu } from '@kobalte/core/dropdown-menu';
